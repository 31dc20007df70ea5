-- What:   sets the recovery model back (SQL Server)
-- When:   after the last run; not inside a transaction
-- Needs:  sqlcmd or Management Studio; ALTER on the database; SQL Server 2000 or later
-- Effect: the recovery model is FULL again; make a full backup at once, log backups need it
-- Run:    by hand
-- Side:   target
--
-- If it was BULK_LOGGED or SIMPLE before, write that in place of FULL.

ALTER DATABASE {{ target_database }} SET RECOVERY FULL;
GO
