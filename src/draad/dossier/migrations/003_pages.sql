-- What pages of a large dossier ask for all the time, stored once instead of worked out from texts and JSON each time.
-- Documents and copies never change once they are in, so what is counted of them is counted as they come in (adding.py).

CREATE TABLE copy_places (       -- where copies stand, without their texts
    no INTEGER PRIMARY KEY,      -- as in copies
    line INTEGER NOT NULL,       -- first and last line of its header, as people count them
    last_line INTEGER NOT NULL,
    body_line INTEGER,           -- likewise of its body; null: no body
    body_last INTEGER,
    size INTEGER NOT NULL        -- characters of header and body
);
INSERT INTO copy_places
    SELECT c.no, d.first_line + newlines(t.text, c.header_start),
           d.first_line + newlines(t.text, max(c.header_start, c.header_end - 1)),
           d.first_line + newlines(t.text, c.body_start),
           d.first_line + newlines(t.text, max(c.body_start, c.body_end - 1)),
           c.header_end - c.header_start + coalesce(c.body_end - c.body_start, 0)
    FROM copies c JOIN documents d ON d.id = c.document JOIN texts t ON t.no = d.no ORDER BY c.no;

CREATE TABLE copy_domains (      -- domains that a copy itself shows; what another copy shows says nothing of this one
    domain TEXT NOT NULL,
    role TEXT NOT NULL,          -- sender, to, cc
    copy INTEGER NOT NULL,       -- copy id
    PRIMARY KEY (domain, role, copy)
) WITHOUT ROWID;
INSERT OR IGNORE INTO copy_domains SELECT sender_domain, 'sender', id FROM copies WHERE sender_domain IS NOT NULL;
INSERT OR IGNORE INTO copy_domains
    SELECT json_extract(value, '$.domain'), 'to', c.id FROM copies c, json_each(c."to")
    WHERE json_extract(value, '$.domain') IS NOT NULL;
INSERT OR IGNORE INTO copy_domains
    SELECT json_extract(value, '$.domain'), 'cc', c.id FROM copies c, json_each(c.cc)
    WHERE json_extract(value, '$.domain') IS NOT NULL;
CREATE INDEX copy_domains_copy ON copy_domains (copy);

CREATE TABLE mark_counts (       -- how many marks of each code stand in the documents
    code TEXT PRIMARY KEY,
    times INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO mark_counts
    SELECT json_extract(mark.value, '$[2]'), count(*) FROM
        (SELECT marks FROM documents WHERE marks <> '[]' UNION ALL SELECT marks FROM copies WHERE marks <> '[]'),
        json_each(marks) AS mark
    GROUP BY 1;

DROP INDEX documents_kind;
CREATE INDEX documents_kind ON documents (kind, length);
DROP INDEX documents_name;
CREATE INDEX documents_name ON documents (name, source, part);

DROP INDEX threads_first;
CREATE INDEX threads_first ON threads (first_at IS NULL, first_at, id);
DROP INDEX threads_last;
CREATE INDEX threads_last ON threads (last_at IS NULL, last_at DESC, id);
DROP INDEX threads_size;
CREATE INDEX threads_size ON threads (messages DESC, first_at, id);

-- Each order in which items are listed holds kind and status: the filters that most lists have cost no look at the row.
DROP INDEX items_due;
CREATE INDEX items_due ON items (coalesce(due_last, due_first) IS NULL, coalesce(due_last, due_first), id, kind, status);
CREATE INDEX items_due_first ON items (coalesce(due_first, due_last), id);
DROP INDEX items_said;
CREATE INDEX items_said ON items (said IS NULL, said, id, kind, status);
CREATE INDEX items_newest ON items (said, id, kind, status);
DROP INDEX items_score;
CREATE INDEX items_score ON items (score DESC, id, kind, status);
CREATE INDEX items_copy ON items (copy, kind, status) WHERE copy IS NOT NULL;
CREATE INDEX items_every ON items (every) WHERE every IS NOT NULL;
CREATE INDEX item_log_who ON item_log (who, id);
