-- What:   makes the migration user with the rights it needs and no others (SQL Server)
-- When:   before the first run; in the source and in the target database
-- Needs:  sqlcmd or Management Studio; a login named as the user, made by an administrator; the right to create users; SQL Server 2012 or later
-- Effect: adds a user: reading in the source; reading, writing and the ledger's schema in the target
-- Side:   both
--
-- In the source, the first two statements are enough.

CREATE USER {{ migration_user }} FOR LOGIN {{ migration_user }};
GO

GRANT SELECT ON SCHEMA::{{ source_schema }} TO {{ migration_user }};
GO

GRANT SELECT, INSERT, UPDATE, DELETE, ALTER ON SCHEMA::{{ target_schema }} TO {{ migration_user }};
GO

GRANT CREATE SCHEMA TO {{ migration_user }};
GO

GRANT CREATE TABLE TO {{ migration_user }};
GO

GRANT VIEW DEFINITION TO {{ migration_user }};
GO
