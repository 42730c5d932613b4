"""The register as files that people send on: xlsx, docx, iCalendar, CSV, JSON. Records in, bytes out.

No disk, no clock: the same items, catalogue and day give the same bytes.
"""
