-- What:   makes the migration user that fills the target, with the rights it needs and no others (SQL Server)
-- When:   before the first run; in the target database
-- Needs:  sqlcmd or Management Studio; a login named as the user, made by an administrator; the right to create users; SQL Server 2005 or later
-- Effect: adds a user that may read and write every table of the schema, and make the ledger's schema
-- Side:   target
--
-- For free space on the server's disks an administrator may add, in master:
-- GRANT VIEW SERVER STATE (from SQL Server 2022 on VIEW SERVER PERFORMANCE STATE) to the login.

CREATE USER {{ migration_user }} FOR LOGIN {{ migration_user }};
GO

GRANT SELECT, INSERT, UPDATE, DELETE, ALTER ON SCHEMA::{{ target_schema }} TO {{ migration_user }};
GO

GRANT CREATE SCHEMA TO {{ migration_user }};
GO

GRANT CREATE TABLE TO {{ migration_user }};
GO

GRANT VIEW DEFINITION TO {{ migration_user }};
GO
