-- What:   brings a 4.0 schema from before 17.1 to 17.1 (SQL Server)
-- When:   on the target, before the migration, where the two columns are lacking; never twice
-- Needs:  sqlcmd or Management Studio, and the right to alter CallHistory, connected to the database
-- Effect: adds two columns, all NULL; no row changes.
-- Side:   target

ALTER TABLE [ININ_DIALER_40].[CallHistory] ADD [isAdditionalCall] smallint NULL;
GO

ALTER TABLE [ININ_DIALER_40].[CallHistory] ADD [agentoverride] smallint NULL;
GO
