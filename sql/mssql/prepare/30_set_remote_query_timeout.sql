-- What:   lets queries over a linked server run as long as they need (SQL Server)
-- When:   before the first run, where the target reads the source over a linked server; not inside a transaction
-- Needs:  sqlcmd or Management Studio; ALTER SETTINGS on the server (serveradmin); SQL Server 2000 or later
-- Effect: sets the option for the whole server, at once; the default, 600 seconds, comes back with after/91
-- Run:    by hand
-- Side:   target
--
-- Write down the value that the first statement shows, if it is not 600. dbmigrate itself uses no linked server.

EXEC sp_configure N'remote query timeout';
GO

EXEC sp_configure N'remote query timeout', 0;
GO

RECONFIGURE;
GO
