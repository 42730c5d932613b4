-- The first form of a dossier. Columns that people and exports read as a whole are JSON, as in schema.py;
-- what is joined, sorted or looked up is a column of its own.
-- Rows of documents and copies are laid down in order of arrival (integer key): stable identifiers are random
-- numbers, and a large table kept in their order is written all over the disk.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO meta VALUES ('batch', 0), ('added', 0), ('woven', 0);

CREATE TABLE sources (           -- files that were read; what could not be read stands in failures
    sha256 TEXT PRIMARY KEY,
    path TEXT NOT NULL,          -- the smallest of its places: any order of ingest gives the same
    name TEXT NOT NULL,          -- file name of that path, without ending
    size INTEGER NOT NULL,
    batch INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE places (            -- everywhere the same bytes were found
    path TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (path, source)
) WITHOUT ROWID;
CREATE INDEX places_source ON places (source);

CREATE TABLE failures (
    path TEXT PRIMARY KEY,
    source TEXT,                 -- null where not even its bytes could be read
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    cure TEXT NOT NULL,
    batch INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX failures_source ON failures (source);

CREATE TABLE seen (              -- files that need not be opened again while they stay as they are
    path TEXT NOT NULL,          -- absolute; for a member of an archive, archive and way inside
    shown TEXT NOT NULL,         -- the place under which it was given
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    PRIMARY KEY (path, shown)
) WITHOUT ROWID;

CREATE TABLE documents (
    no INTEGER PRIMARY KEY,
    id INTEGER NOT NULL UNIQUE,
    source TEXT NOT NULL,
    part INTEGER NOT NULL,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    media TEXT NOT NULL,
    kind TEXT NOT NULL,
    first_line INTEGER NOT NULL,
    length INTEGER NOT NULL,     -- characters
    pages TEXT,
    attached_to INTEGER,
    rest TEXT NOT NULL,
    marks TEXT NOT NULL,
    report TEXT,
    inventory TEXT,
    warnings TEXT NOT NULL,
    batch INTEGER NOT NULL
);
CREATE UNIQUE INDEX documents_source ON documents (source, part);
CREATE INDEX documents_name ON documents (name);
CREATE INDEX documents_kind ON documents (kind);
CREATE INDEX documents_attached ON documents (attached_to) WHERE attached_to IS NOT NULL;

CREATE TABLE texts (
    no INTEGER PRIMARY KEY,      -- as in documents
    text TEXT NOT NULL,
    boxes BLOB
);

CREATE TABLE copies (
    no INTEGER PRIMARY KEY,
    id INTEGER NOT NULL UNIQUE,
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    header_start INTEGER NOT NULL,
    header_end INTEGER NOT NULL,
    body_start INTEGER,
    body_end INTEGER,
    depth INTEGER NOT NULL,
    sent_text TEXT,
    sent_at INTEGER,
    sent_offset INTEGER,
    zone TEXT,
    certainty TEXT,
    precision TEXT,
    subject TEXT,
    bare TEXT NOT NULL,
    prefix TEXT NOT NULL,
    sender TEXT,
    "to" TEXT,
    cc TEXT,
    to_known INTEGER NOT NULL,
    cc_known INTEGER NOT NULL,
    sender_domain TEXT,
    domains TEXT,
    style TEXT NOT NULL,
    parts TEXT NOT NULL,
    attachments TEXT NOT NULL,
    marks TEXT NOT NULL,
    message_key TEXT,
    "references" TEXT
);
CREATE UNIQUE INDEX copies_document ON copies (document, n);
CREATE INDEX copies_domain ON copies (sender_domain) WHERE sender_domain IS NOT NULL;

CREATE TABLE features (          -- what weave/ compares; apart, for pages never read it
    no INTEGER PRIMARY KEY,      -- as in copies
    data BLOB
);

CREATE TABLE woven (
    copy INTEGER PRIMARY KEY,
    message INTEGER NOT NULL,
    elsewhere INTEGER
);
CREATE INDEX woven_message ON woven (message);

CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    thread INTEGER NOT NULL,
    parent INTEGER,
    link TEXT,
    representative INTEGER NOT NULL,
    sent_at INTEGER,
    sent_offset INTEGER,
    certainty TEXT,
    released INTEGER NOT NULL,
    batch INTEGER NOT NULL
);
CREATE INDEX messages_thread ON messages (thread);
CREATE INDEX messages_sent ON messages (sent_at);
CREATE INDEX messages_representative ON messages (representative);
CREATE INDEX messages_batch ON messages (batch);

CREATE TABLE threads (
    id INTEGER PRIMARY KEY,
    messages INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    first_at INTEGER,
    last_at INTEGER,
    subject TEXT,
    inclusive TEXT NOT NULL,
    gaps TEXT NOT NULL,
    batch INTEGER NOT NULL
);
CREATE INDEX threads_first ON threads (first_at);
CREATE INDEX threads_last ON threads (last_at);
CREATE INDEX threads_size ON threads (messages);

CREATE TABLE gone (              -- what the search index must forget
    id INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL
);

CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,            -- UTC, ISO 8601
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL         -- JSON
);
