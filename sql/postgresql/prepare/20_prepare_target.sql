-- What:   lets the migration login fill the target (PostgreSQL)
-- When:   before the first run; once
-- Needs:  psql; a login that may grant, connected to the target database; on another server than the source, CREATE ROLE first; PostgreSQL 9.0 or later
-- Effect: the role may fill the schema's tables and make the ledger's schema
-- Side:   target
--
-- Triggers and foreign keys can only be switched off by the tables' owner: make the role a member of it where the plan lists any.

GRANT CREATE ON DATABASE {{ target_database }} TO {{ migration_user }};

GRANT USAGE ON SCHEMA {{ target_schema }} TO {{ migration_user }};

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {{ target_schema }} TO {{ migration_user }};

GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA {{ target_schema }} TO {{ migration_user }};
