"""Conversations as data for pages: bodies in paragraphs, who and when, branches, copies beside each other."""
