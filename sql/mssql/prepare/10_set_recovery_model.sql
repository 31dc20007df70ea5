-- What:   keeps the target's log small while it is filled (SQL Server)
-- When:   before the first run; not inside a transaction
-- Needs:  sqlcmd or Management Studio; ALTER on the database; SQL Server 2008 or later
-- Effect: sets the recovery model to SIMPLE: no log backups until it is set back (after/90) and a full backup is made
-- Run:    by hand
-- Side:   target
--
-- Write down the model that the first statement shows; after/90 sets it to FULL.

SELECT name, recovery_model_desc FROM sys.databases WHERE name = N{{ target_database | text }};
GO

ALTER DATABASE {{ target_database }} SET RECOVERY SIMPLE;
GO
