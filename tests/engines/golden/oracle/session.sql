-- how values are written, in every session
ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,' NLS_DATE_FORMAT = 'YYYY-MM-DD HH24:MI:SS' NLS_TIMESTAMP_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF9' NLS_TIMESTAMP_TZ_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF9 TZH:TZM' NLS_SORT = BINARY NLS_COMP = BINARY TIME_ZONE = '+00:00' DDL_LOCK_TIMEOUT = 30;

-- who and where
SELECT SYS_CONTEXT('USERENV', 'SESSION_USER'), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA'), (SELECT value FROM nls_database_parameters WHERE parameter = 'NLS_CHARACTERSET') FROM DUAL;

-- which database
SELECT SYS_CONTEXT('USERENV', 'DB_UNIQUE_NAME') || ':' || SYS_CONTEXT('USERENV', 'CON_NAME') || ':' || u.username || ':' || TO_CHAR(u.created, 'YYYYMMDDHH24MISS') FROM all_users u WHERE u.username = :owner;

-- the SCN of a run: as of SCN n (DBMS_FLASHBACK)
SELECT DBMS_FLASHBACK.GET_SYSTEM_CHANGE_NUMBER FROM DUAL;

-- the SCN of a run: as of SCN n (V$DATABASE)
SELECT CURRENT_SCN FROM V$DATABASE;

-- the SCN of a run: as of SCN n, some seconds back, because the login may use neither DBMS_FLASHBACK nor V$DATABASE
SELECT TIMESTAMP_TO_SCN(SYSTIMESTAMP) FROM DUAL;

-- the run's lock, where DBMS_LOCK may be used
BEGIN :outcome := DBMS_LOCK.REQUEST(id => :id, lockmode => DBMS_LOCK.X_MODE, timeout => 0, release_on_commit => FALSE); END;;

-- the run's lock elsewhere: its table
CREATE TABLE DBMIGRATE_LOCK (NAME VARCHAR2(128) NOT NULL PRIMARY KEY);

-- its row
INSERT INTO DBMIGRATE_LOCK (NAME) VALUES (:name);

-- held by a transaction that stays open
SELECT NAME FROM DBMIGRATE_LOCK WHERE NAME = :name FOR UPDATE NOWAIT;

