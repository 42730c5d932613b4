"""Real removal: what is withheld is gone from the file, not covered."""
