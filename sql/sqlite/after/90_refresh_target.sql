-- What:   refreshes the statistics of the target (SQLite)
-- When:   after the last run
-- Needs:  sqlite3; the right to write the file
-- Effect: writes the tables sqlite_stat1 and the like; no row of yours changes
-- Side:   target

ANALYZE;
