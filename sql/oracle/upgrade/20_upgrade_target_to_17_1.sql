-- What:   brings a 4.0 schema from before 17.1 to 17.1 (Oracle)
-- When:   on the target, before the migration, where the two columns are lacking; never twice
-- Needs:  SQL*Plus or SQLcl, and the right to alter CallHistory, with the tables' schema as the default one
-- Effect: adds two columns, all NULL; no row changes. Oracle commits each statement by itself: after an error, run the rest by hand.
-- Side:   target

ALTER TABLE "ININ_DIALER_40"."CallHistory" ADD ("isAdditionalCall" NUMBER(5,0));

ALTER TABLE "ININ_DIALER_40"."CallHistory" ADD ("agentoverride" NUMBER(5,0));
