-- What:   looks for damage in the source file before it is read (SQLite)
-- When:   before the first run
-- Needs:  sqlite3; nothing
-- Effect: changes nothing
-- Side:   source

PRAGMA quick_check;

PRAGMA foreign_key_check;
