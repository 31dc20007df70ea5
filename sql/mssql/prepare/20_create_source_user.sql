-- What:   makes the migration user that reads the source, with the right to read and no other (SQL Server)
-- When:   before the first run; in the source database
-- Needs:  sqlcmd or Management Studio; a login named as the user, made by an administrator; the right to create users; SQL Server 2005 or later
-- Effect: adds a user that may read every table of the schema
-- Side:   source
--
-- To clean the source (dbmigrate clean) INSERT, UPDATE, DELETE and CREATE TABLE are needed, too.

CREATE USER {{ migration_user }} FOR LOGIN {{ migration_user }};
GO

GRANT SELECT ON SCHEMA::{{ source_schema }} TO {{ migration_user }};
GO

GRANT VIEW DEFINITION TO {{ migration_user }};
GO
