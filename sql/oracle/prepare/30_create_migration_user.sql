-- What:   makes the migration user with the rights it needs (Oracle)
-- When:   before the first run; in the source and in the target
-- Needs:  SQL*Plus or SQLcl; CREATE USER and GRANT ANY PRIVILEGE
-- Effect: adds a locked user with quota in the two tablespaces; unlock it and give it a password: ALTER USER ... IDENTIFIED BY ... ACCOUNT UNLOCK
-- Side:   both
--
-- In the source, SELECT is enough: take INSERT, UPDATE, DELETE out there.

CREATE USER {{ migration_user }} IDENTIFIED EXTERNALLY DEFAULT TABLESPACE {{ data_tablespace }} ACCOUNT LOCK;

ALTER USER {{ migration_user }} QUOTA UNLIMITED ON {{ data_tablespace }};

ALTER USER {{ migration_user }} QUOTA UNLIMITED ON {{ index_tablespace }};

GRANT CREATE SESSION TO {{ migration_user }};

GRANT CREATE TABLE TO {{ migration_user }};

BEGIN
    FOR t IN (SELECT owner, table_name FROM all_tables WHERE owner IN ({{ source_schema | text }}, {{ target_schema | text }})) LOOP
        EXECUTE IMMEDIATE 'GRANT SELECT, INSERT, UPDATE, DELETE ON "' || t.owner || '"."' || t.table_name || '" TO "' || {{ migration_user | text }} || '"';
    END LOOP;
END;
/
