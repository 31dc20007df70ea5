-- What:   takes the migration login's rights in the target away (PostgreSQL)
-- When:   after the last run, when nothing is to follow
-- Needs:  psql; the tables' owner; PostgreSQL 9.0 or later
-- Effect: the role may read and write these tables no more; the ledger stays, and stays the role's own
-- Side:   target

REVOKE ALL ON ALL TABLES IN SCHEMA {{ target_schema }} FROM {{ migration_user }};

REVOKE ALL ON ALL SEQUENCES IN SCHEMA {{ target_schema }} FROM {{ migration_user }};

REVOKE ALL ON SCHEMA {{ target_schema }} FROM {{ migration_user }};
