"""Leaks: what a released file still holds, and what differs between copies."""
