"""The reading room: pages for people, the same data as JSON."""
