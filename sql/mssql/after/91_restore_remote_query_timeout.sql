-- What:   sets the remote query timeout back (SQL Server)
-- When:   after the last run; not inside a transaction
-- Needs:  sqlcmd or Management Studio; ALTER SETTINGS on the server; SQL Server 2000 or later
-- Effect: the option is 600 seconds again, the default
-- Run:    by hand
-- Side:   target
--
-- If it was another value before, write that in place of 600.

EXEC sp_configure N'remote query timeout', 600;
GO

RECONFIGURE;
GO
