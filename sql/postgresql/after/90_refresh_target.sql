-- What:   refreshes the statistics of the target (PostgreSQL)
-- When:   after the last run
-- Needs:  psql; the tables' owner
-- Effect: no row changes
-- Side:   target

ANALYZE;
