-- What:   makes the login that reads the source (PostgreSQL)
-- When:   before the first run; once
-- Needs:  psql; a login that may create roles, connected to the source database; PostgreSQL 9.0 or later
-- Effect: adds a role that may read every table of the schema, and nothing else; give it a password with: \password
-- Side:   source
--
-- To clean the source (dbmigrate clean) the tables' owner is needed: this role may only read.

CREATE ROLE {{ migration_user }} LOGIN;

GRANT USAGE ON SCHEMA {{ source_schema }} TO {{ migration_user }};

GRANT SELECT ON ALL TABLES IN SCHEMA {{ source_schema }} TO {{ migration_user }};

ALTER ROLE {{ migration_user }} SET statement_timeout = 0;

ALTER ROLE {{ migration_user }} SET idle_in_transaction_session_timeout = 0;
