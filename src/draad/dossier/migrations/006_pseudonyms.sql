-- Pseudonyms that name a unit of an organisation (release/pseudonyms): what was printed stays what it is, a label that
-- was let go of is nobody else's later, and an officer may say of somebody which unit, or none.

ALTER TABLE pseudonyms ADD COLUMN printed INTEGER NOT NULL DEFAULT 0;  -- 1: stood in a file that was made
UPDATE pseudonyms SET printed = 1;  -- of those from before nobody noted it: the safe one

CREATE TABLE spent_pseudonyms (  -- printed once, and of nobody now
    label TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE person_units (
    value INTEGER PRIMARY KEY,
    unit TEXT NOT NULL,          -- as it is to be printed; empty: none
    who TEXT NOT NULL,
    at TEXT NOT NULL
) WITHOUT ROWID;
