-- Items: what was asked, promised, agreed (extract/), and what people did with it (register/).
-- A row that nobody touched (version 0) is derived and may be made anew by any ingest; a touched row keeps all that
-- stands in it, whatever comes in: an ingest may only add evidence to it.

CREATE TABLE items (
    id INTEGER PRIMARY KEY,      -- the smallest identifier of its evidence when it was first proposed
    kind TEXT NOT NULL,
    status TEXT NOT NULL,        -- proposed, open, fulfilled, dropped, superseded, rejected
    origin TEXT NOT NULL,        -- draad, person, import
    message INTEGER,             -- null in a document that is no mail
    document INTEGER NOT NULL,   -- its first place, as the three below
    copy INTEGER,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,          -- the words that stand there
    said TEXT,                   -- ISO date
    owner TEXT NOT NULL,         -- JSON [name, …]
    counterparty TEXT NOT NULL,
    due TEXT,                    -- EDTF
    due_first TEXT,              -- its first and last day, for queries; null for an open end
    due_last TEXT,
    every TEXT,
    urgent INTEGER NOT NULL,
    number TEXT,                 -- of a commitment in parliament's or one's own register
    note TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '[]',
    score REAL NOT NULL,
    cue TEXT NOT NULL,
    data TEXT NOT NULL,          -- JSON of extract.records.Item, as extracted
    version INTEGER NOT NULL DEFAULT 0,
    batch INTEGER NOT NULL
);
CREATE UNIQUE INDEX sources_name ON sources (name, sha256);  -- pages of items in the order of documents
CREATE INDEX items_message ON items (message);
CREATE INDEX items_document ON items (document, start, kind, id);
CREATE INDEX items_due ON items (coalesce(due_last, due_first) IS NULL, coalesce(due_last, due_first), id);
CREATE INDEX items_said ON items (said IS NULL, said, id);
CREATE INDEX items_score ON items (score DESC, id);
CREATE INDEX items_status ON items (status, kind, due_last, due_first, said);
CREATE INDEX items_touched ON items (version) WHERE version > 0;

CREATE TABLE item_parties (      -- owners and counterparties by name, for filters
    item INTEGER NOT NULL,
    role TEXT NOT NULL,          -- owner, counterparty
    name TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (item, role, name)
) WITHOUT ROWID;
CREATE INDEX item_parties_name ON item_parties (name);

CREATE TABLE evidence (          -- every place where an item stands
    id INTEGER PRIMARY KEY,      -- stable_id("evidence", document id, kind, start)
    item INTEGER NOT NULL,
    document INTEGER NOT NULL,
    copy INTEGER,                -- copy id
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE INDEX evidence_item ON evidence (item);
CREATE INDEX evidence_document ON evidence (document);

CREATE TABLE twins (             -- documents that are no mail, by what they have in common with other prints of the same
    document INTEGER PRIMARY KEY,
    likeness INTEGER NOT NULL    -- of the title and the day; of all words where there is no title
);
CREATE INDEX twins_likeness ON twins (likeness);

CREATE TABLE item_links (
    id INTEGER PRIMARY KEY,      -- stable_id("link", kind, source or place, target)
    kind TEXT NOT NULL,          -- answers, fulfils, repeats, changes, same, conflicts, part-of
    source INTEGER,              -- item; null where a passage that is no item is the source
    target INTEGER NOT NULL,     -- item
    message INTEGER,             -- in which the source stands
    document INTEGER,            -- where the source stands; null for a link that a person made between two items
    start INTEGER,
    "end" INTEGER,
    status TEXT NOT NULL,        -- proposed, confirmed, rejected
    score REAL NOT NULL,
    reasons TEXT NOT NULL,       -- JSON
    who TEXT NOT NULL DEFAULT '',
    batch INTEGER NOT NULL
);
CREATE INDEX item_links_target ON item_links (target);
CREATE INDEX item_links_source ON item_links (source) WHERE source IS NOT NULL;

CREATE TABLE item_log (
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL,
    at TEXT NOT NULL,            -- UTC, ISO 8601
    who TEXT NOT NULL,
    what TEXT NOT NULL,          -- accept, reject, edit, fulfil, link, import, new, evidence …
    before TEXT NOT NULL,        -- JSON of the fields that changed
    after TEXT NOT NULL
);
CREATE INDEX item_log_item ON item_log (item);

INSERT OR IGNORE INTO meta VALUES ('extracted', 0);
