"""Release: propose redactions, remove for real, audit for leaks, list, publish."""
