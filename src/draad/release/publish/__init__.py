"""The package that is published: files, list, metadata, static site."""
