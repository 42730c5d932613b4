"""Files that came by the browser, on their way into the dossier: in a process of their own, one pile at a time."""
