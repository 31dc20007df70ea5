-- What:   refreshes the statistics of the target (SQL Server)
-- When:   after the last run; not inside a transaction
-- Needs:  sqlcmd or Management Studio; the database's owner; SQL Server 2005 or later
-- Effect: no row changes
-- Run:    by hand
-- Side:   target

EXEC sp_updatestats;
GO
