-- What:   sets the remote query timeout back (SQL Server)
-- When:   after the last run; not inside a transaction
-- Needs:  sqlcmd or Management Studio; ALTER SETTINGS on the server
-- Effect: the option is 600 seconds again, the default
-- Run:    by hand
-- Side:   target

EXEC sp_configure N'remote query timeout', 600;
GO

RECONFIGURE;
GO
