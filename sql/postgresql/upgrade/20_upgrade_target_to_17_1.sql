-- What:   brings a 4.0 schema from before 17.1 to 17.1 (PostgreSQL)
-- When:   on the target, before the migration, where the two columns are lacking; never twice
-- Needs:  psql, and the right to alter CallHistory, with the tables' schema as the default one
-- Effect: adds two columns, all NULL; no row changes.
-- Side:   target

ALTER TABLE "ININ_DIALER_40"."CallHistory" ADD COLUMN "isAdditionalCall" smallint;

ALTER TABLE "ININ_DIALER_40"."CallHistory" ADD COLUMN "agentoverride" smallint;
