"""The inventory list (inventarislijst) and the production report."""
