"""Draad (Dutch for thread): a pile of government correspondence becomes a dossier of messages and conversations."""

__version__ = "0.1.0"
