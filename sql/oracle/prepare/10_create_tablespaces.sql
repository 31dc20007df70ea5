-- What:   makes tablespaces for tables and indexes (Oracle)
-- When:   before the target's tables are made; once
-- Needs:  SQL*Plus or SQLcl; Oracle 9i or later; CREATE TABLESPACE; Oracle Managed Files (DB_CREATE_FILE_DEST), else add DATAFILE 'path' before SIZE
-- Effect: adds two tablespaces that grow by themselves
-- Side:   target

CREATE TABLESPACE {{ data_tablespace }} DATAFILE SIZE 512M AUTOEXTEND ON NEXT 256M;

CREATE TABLESPACE {{ index_tablespace }} DATAFILE SIZE 256M AUTOEXTEND ON NEXT 128M;
