-- What:   lets the source be read as of one moment while others write to it (SQL Server)
-- When:   before the first run, unless nobody writes to the source meanwhile; not inside a transaction
-- Needs:  sqlcmd or Management Studio; ALTER on the database; SQL Server 2005 or later
-- Effect: old versions of changed rows are kept in tempdb from now on; it waits for the transactions that are open
-- Run:    by hand
-- Side:   source
--
-- Set it to OFF again after the last run, if it was off before: the first statement shows it.

SELECT name, snapshot_isolation_state_desc FROM sys.databases WHERE name = N{{ source_database | text }};
GO

ALTER DATABASE {{ source_database }} SET ALLOW_SNAPSHOT_ISOLATION ON;
GO
