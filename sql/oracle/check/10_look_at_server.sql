-- What:   shows tablespaces, the authentication parameter, scheduled jobs, and what is switched off (Oracle)
-- When:   before the first run, in the source and in the target; and whenever in doubt
-- Needs:  SQL*Plus or SQLcl; SELECT on the dictionary views (SELECT_CATALOG_ROLE); Oracle 10g or later
-- Effect: changes nothing
-- Side:   both

SELECT tablespace_name, status, contents FROM dba_tablespaces;

SELECT tablespace_name, round(sum(bytes) / 1048576) AS free_megabytes FROM dba_free_space GROUP BY tablespace_name;

SELECT name, value FROM v$parameter WHERE name IN ('sec_case_sensitive_logon', 'processes', 'undo_retention');

SELECT owner, job_name, repeat_interval FROM dba_scheduler_jobs WHERE enabled = 'TRUE' AND owner NOT IN ('SYS', 'SYSTEM');

SELECT owner, table_name, trigger_name FROM all_triggers WHERE status = 'DISABLED';

SELECT owner, table_name, index_name FROM all_indexes WHERE status = 'UNUSABLE';
