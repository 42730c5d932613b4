"""What should probably be withheld: persons, numbers, places, and points for attention."""
