"""The pages on which the Woo officer decides what is withheld."""
