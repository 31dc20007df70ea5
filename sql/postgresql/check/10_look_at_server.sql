-- What:   shows settings that matter, the size of the database, and what is switched off (PostgreSQL)
-- When:   before the first run, in the source and in the target; and whenever in doubt
-- Needs:  psql; any login; PostgreSQL 9.4 or later
-- Effect: changes nothing
-- Side:   both

SELECT name, setting FROM pg_settings WHERE name IN ('default_transaction_read_only', 'max_wal_size', 'synchronous_commit', 'statement_timeout');

SELECT pg_database_size(current_database()) / 1048576 AS megabytes;

SELECT tgrelid::regclass::text AS table_name, tgname FROM pg_trigger WHERE tgenabled = 'D' AND NOT tgisinternal;

SELECT indrelid::regclass::text AS table_name, indexrelid::regclass::text AS index_name FROM pg_index WHERE NOT indisvalid;
