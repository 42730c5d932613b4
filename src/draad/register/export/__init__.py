"""The register as files that people send on: xlsx, docx, iCalendar, CSV, JSON. Records in, bytes out; no disk, no clock.

The same items, catalogue and day give the same bytes.
"""
