-- What:   makes the migration user with the rights it needs (Oracle)
-- When:   before the first run; in the source and in the target
-- Needs:  SQL*Plus or SQLcl; CREATE USER, ALTER USER, GRANT ANY PRIVILEGE and GRANT ANY OBJECT PRIVILEGE; Oracle 10g or later
-- Effect: adds a locked user with quota in the two tablespaces; unlock it and give it a password: ALTER USER ... IDENTIFIED BY ... ACCOUNT UNLOCK
-- Side:   both
--
-- The user may read the source's tables as of one moment (FLASHBACK), and read and write the target's. In a source
-- without the two tablespaces leave the clauses that name them out: a user that only reads needs no quota.

CREATE USER {{ migration_user }} IDENTIFIED EXTERNALLY DEFAULT TABLESPACE {{ data_tablespace }} ACCOUNT LOCK;

ALTER USER {{ migration_user }} QUOTA UNLIMITED ON {{ data_tablespace }};

ALTER USER {{ migration_user }} QUOTA UNLIMITED ON {{ index_tablespace }};

GRANT CREATE SESSION TO {{ migration_user }};

GRANT CREATE TABLE TO {{ migration_user }};

BEGIN
    FOR t IN (SELECT owner, table_name, CASE owner WHEN {{ target_schema | text }} THEN 'SELECT, INSERT, UPDATE, DELETE' ELSE 'SELECT, FLASHBACK' END AS rights
              FROM all_tables
              WHERE owner IN ({{ source_schema | text }}, {{ target_schema | text }}) AND nested = 'NO' AND secondary = 'N' AND (iot_type IS NULL OR iot_type = 'IOT')) LOOP
        EXECUTE IMMEDIATE 'GRANT ' || t.rights || ' ON "' || t.owner || '"."' || t.table_name || '" TO "' || {{ migration_user | text }} || '"';
    END LOOP;
END;
/
