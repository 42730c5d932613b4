-- Who may come into the reading room. Apart from the dossier's own database, so that a dossier can be given away
-- without it. Moments are seconds since 1970, in UTC. Of tokens only the SHA-256 is kept: they hold 256 random bits,
-- so nobody guesses them back, and who reads this file can't come in with it.

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used again, so that nothing of a removed user comes back
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('reader', 'team', 'officer', 'admin')),
    hash TEXT NOT NULL,                     -- argon2id, in the PHC form
    created INTEGER NOT NULL,
    disabled INTEGER,                       -- since when; null for who may come in
    must_change INTEGER NOT NULL DEFAULT 0  -- 1: the password was given by somebody else
) STRICT;

CREATE TABLE sessions (
    digest BLOB PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created INTEGER NOT NULL,
    used INTEGER NOT NULL,
    agent TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user);

CREATE TABLE tokens (
    digest BLOB PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,                   -- words with blanks between
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    used INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_user ON tokens (user);

CREATE TABLE tries (                        -- failed logins
    key TEXT PRIMARY KEY,                   -- a digest of a name or of an address: people type passwords as names
    failures INTEGER NOT NULL,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL                    -- JSON
) STRICT;

CREATE TABLE saved (                        -- searches; by name, for a server without accounts has users too
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE (user, name)
) STRICT;
