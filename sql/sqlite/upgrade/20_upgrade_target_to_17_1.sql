-- What:   brings a 4.0 schema from before 17.1 to 17.1 (SQLite)
-- When:   on the target, before the migration, where the two columns are lacking; never twice
-- Needs:  sqlite3, and the right to alter CallHistory, connected to the database
-- Effect: adds two columns, all NULL; no row changes.
-- Side:   target

ALTER TABLE "CallHistory" ADD COLUMN "isAdditionalCall" SMALLINT;

ALTER TABLE "CallHistory" ADD COLUMN "agentoverride" SMALLINT;
