-- Filters of the register that no index answered: terms by both their ends, and words, which are sought in an index of
-- nothing but words (a tenth of the table).

DROP INDEX items_due_first;
CREATE INDEX items_span ON items (due_last, due_first, kind, status);
CREATE INDEX items_words ON items (text, note, number, kind, status);
