-- What is to be withheld of documents that are not released yet, and what people decided on it (release/).
-- A row that nobody touched (version 0) is derived and may be made anew; a touched row is a person's.

CREATE TABLE redactions (
    id INTEGER PRIMARY KEY,      -- stable_id("redaction", document, start, end), or of page and box
    document INTEGER NOT NULL,
    message INTEGER,
    start INTEGER,               -- characters of the document's text; null for a box that was drawn
    "end" INTEGER,
    page INTEGER,                -- of a box
    box TEXT,                    -- JSON [x0, y0, x1, y1], points, origin top left
    kind TEXT NOT NULL,
    ground TEXT NOT NULL,        -- as in marks: woo 5.1.2.e
    status TEXT NOT NULL,        -- proposed, attention, accepted, rejected
    score REAL NOT NULL,
    reasons TEXT NOT NULL,       -- JSON [[key, values], …]
    value INTEGER,               -- equal for the same person or number; null stands by itself
    twin INTEGER NOT NULL,       -- equal in all copies of a message for the same passage
    origin TEXT NOT NULL,        -- draad, person
    note TEXT NOT NULL DEFAULT '',
    who TEXT NOT NULL DEFAULT '',
    at TEXT,                     -- UTC, ISO 8601
    reach TEXT NOT NULL DEFAULT '',   -- how far the decision was meant to go: place, copies, dossier
    second TEXT NOT NULL DEFAULT '',  -- who looked at it after who decided
    second_at TEXT,
    version INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX redactions_document ON redactions (document, start, id);
CREATE INDEX redactions_status ON redactions (status, kind);
CREATE INDEX redactions_value ON redactions (value) WHERE value IS NOT NULL;
CREATE INDEX redactions_twin ON redactions (twin);

CREATE TABLE redaction_log (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL,        -- one number for all that was done at once
    redaction INTEGER NOT NULL,
    at TEXT NOT NULL,            -- UTC, ISO 8601
    who TEXT NOT NULL,
    what TEXT NOT NULL,          -- decide, add, second, undo
    before TEXT NOT NULL,        -- JSON of the fields that changed; empty for a new row
    after TEXT NOT NULL
);
CREATE INDEX redaction_log_redaction ON redaction_log (redaction);
CREATE INDEX redaction_log_who ON redaction_log (who, act);

CREATE TABLE visible (           -- the officer's changes to the list of names that stay visible
    name TEXT PRIMARY KEY COLLATE NOCASE,
    office TEXT NOT NULL,
    shown INTEGER NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE release_settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL,         -- JSON
    who TEXT NOT NULL,
    at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE judgements (        -- what an officer says of a document as a whole
    document INTEGER PRIMARY KEY,
    fields TEXT NOT NULL,        -- JSON
    version INTEGER NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE TABLE pseudonyms (        -- drawn by lot: neither the order of names nor of documents tells who is who
    value INTEGER PRIMARY KEY,
    label TEXT NOT NULL UNIQUE
) WITHOUT ROWID;
