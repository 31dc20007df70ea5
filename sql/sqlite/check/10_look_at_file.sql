-- What:   shows journal mode, size and damage of the file (SQLite)
-- When:   before the first run, in the source and in the target; and whenever in doubt
-- Needs:  sqlite3; nothing
-- Effect: changes nothing
-- Side:   both

PRAGMA journal_mode;

PRAGMA page_count;

PRAGMA freelist_count;

PRAGMA quick_check;

SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger';
