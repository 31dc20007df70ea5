-- What:   refreshes the statistics of the target (Oracle)
-- When:   after the last run
-- Needs:  SQL*Plus or SQLcl; the schema's owner
-- Effect: no row changes
-- Side:   target

BEGIN
    DBMS_STATS.GATHER_SCHEMA_STATS({{ target_schema | text }});
END;
/
