-- tables
SELECT t.table_name, t.num_rows
FROM all_tables t
WHERE t.owner = :owner AND t.nested = 'NO' AND t.secondary = 'N' AND t.temporary = 'N' AND t.dropped = 'NO'
  AND (t.iot_type IS NULL OR t.iot_type = 'IOT')
  AND NOT EXISTS (SELECT 1 FROM all_mviews m WHERE m.owner = t.owner AND m.container_name = t.table_name)
ORDER BY t.table_name;

-- columns
SELECT c.table_name, c.column_name, c.data_type, c.data_type_owner, c.data_length, c.char_length, c.char_used,
       c.data_precision, c.data_scale, c.nullable, c.virtual_column, c.data_default
FROM all_tab_cols c
WHERE c.owner = :owner AND (c.hidden_column = 'NO' OR c.user_generated = 'YES')
ORDER BY c.table_name, c.internal_column_id;

-- columns, before release 12.1
SELECT c.table_name, c.column_name, c.data_type, c.data_type_owner, c.data_length, c.char_length, c.char_used,
       c.data_precision, c.data_scale, c.nullable, c.virtual_column, c.data_default
FROM all_tab_cols c
WHERE c.owner = :owner AND c.hidden_column = 'NO'
ORDER BY c.table_name, c.internal_column_id;

-- identity columns
SELECT i.table_name, i.column_name, i.generation_type, c.default_on_null
FROM all_tab_identity_cols i
JOIN all_tab_cols c ON c.owner = i.owner AND c.table_name = i.table_name AND c.column_name = i.column_name
WHERE i.owner = :owner;

-- keys
SELECT k.table_name, k.constraint_name, k.constraint_type, k.status, k.validated, k.r_owner, r.table_name,
       k.r_constraint_name
FROM all_constraints k
LEFT JOIN all_constraints r ON r.owner = k.r_owner AND r.constraint_name = k.r_constraint_name
WHERE k.owner = :owner AND k.constraint_type IN ('P', 'U', 'R')
ORDER BY k.table_name, k.constraint_name;

-- their columns
SELECT c.owner, c.constraint_name, c.column_name
FROM all_cons_columns c
WHERE c.owner = :owner
   OR (c.owner, c.constraint_name) IN (SELECT k.r_owner, k.r_constraint_name FROM all_constraints k
                                       WHERE k.owner = :owner AND k.constraint_type = 'R')
ORDER BY c.owner, c.constraint_name, c.position;

-- indexes
SELECT i.table_name, i.index_name, i.uniqueness, i.index_type, c.column_name
FROM all_indexes i
JOIN all_ind_columns c ON c.index_owner = i.owner AND c.index_name = i.index_name
WHERE i.table_owner = :owner AND i.index_type IN ('NORMAL', 'NORMAL/REV', 'BITMAP', 'FUNCTION-BASED NORMAL')
ORDER BY i.table_name, i.index_name, c.column_position;

-- triggers
SELECT t.table_name, t.owner, t.trigger_name
FROM all_triggers t
WHERE t.table_owner = :owner AND t.base_object_type = 'TABLE' AND t.status = 'ENABLED'
  AND (t.triggering_event LIKE '%INSERT%' OR t.triggering_event LIKE '%UPDATE%')
ORDER BY t.table_name, t.trigger_name;

-- privileges of the login
SELECT privilege FROM session_privs;

-- privileges on tables
SELECT DISTINCT p.table_schema, p.table_name, p.privilege FROM all_tab_privs p WHERE p.privilege IN ('SELECT', 'READ', 'INSERT', 'UPDATE', 'FLASHBACK') AND (p.grantee IN (SELECT role FROM session_roles) OR p.grantee IN (:login, 'PUBLIC'));

-- its room
SELECT COUNT(*) FROM user_ts_quotas WHERE max_bytes <> 0;

