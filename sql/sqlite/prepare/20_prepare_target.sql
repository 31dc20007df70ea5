-- What:   looks for damage in the target file before it is filled (SQLite)
-- When:   before the first run
-- Needs:  sqlite3; nothing
-- Effect: changes nothing
-- Side:   target

PRAGMA quick_check;

PRAGMA foreign_key_check;
