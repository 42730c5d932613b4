"""Pseudonyms: ``medewerker 3``, or ``medewerker MO 3`` where that tells nothing that the release does not tell already.

A directorate stands in a pseudonym only by the rule of ``docs/design.md``: it stands visible beside that very person's
own pseudonym in a released document, and is hidden beside that person nowhere. ``units`` knows what a unit of an
organisation looks like, ``standing`` reads one document, ``choosing`` is the rule, ``drawing`` works on a dossier.
"""
