"""Tests of the reading room; a package, so that its modules may be named as others are."""
