"""Extract: messages and reports → items with owner, due date, rhythm and evidence. Pure: no disk, no clock."""
