"""The records of a dossier (``draad.dossier.views``) as text that a person likes to read, in Dutch or English.

Every function is pure: records and a catalogue in, lines out; ``threads/`` and ``pieces`` give plain data for pages,
those of the reading room and those that are published. Emphasis is ANSI, which ``click.echo`` leaves out wherever the
output is no terminal. No line of this package is the source of a fact: what is shown stands in the records, and only
one copy of a message is ever shown at a time (law 2: nothing out of another copy fills a mark).
"""
