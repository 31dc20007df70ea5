-- tables
SELECT object_id, name
FROM sys.tables
WHERE schema_id = SCHEMA_ID(?) AND is_ms_shipped = 0
ORDER BY name;

-- columns
SELECT c.object_id, c.name, c.is_nullable, c.is_identity, c.is_computed, d.definition,
       TYPE_NAME(c.system_type_id), TYPE_NAME(c.user_type_id), c.max_length, c.precision, c.scale, c.collation_name
FROM sys.columns c
LEFT JOIN sys.default_constraints d ON d.object_id = c.default_object_id AND c.default_object_id <> 0
WHERE c.object_id IN (SELECT object_id FROM sys.tables WHERE schema_id = SCHEMA_ID(?))
ORDER BY c.object_id, c.column_id;

-- periods
SELECT object_id, name
FROM sys.columns
WHERE object_id IN (SELECT object_id FROM sys.tables WHERE schema_id = SCHEMA_ID(?)) AND generated_always_type <> 0;

-- code pages
SELECT ?, CAST(COLLATIONPROPERTY(?, 'CodePage') AS int);

-- indexes
SELECT i.object_id, i.name, i.is_unique, i.is_primary_key, i.has_filter, i.is_disabled, c.name
FROM sys.indexes i
JOIN sys.index_columns x ON x.object_id = i.object_id AND x.index_id = i.index_id
JOIN sys.columns c ON c.object_id = x.object_id AND c.column_id = x.column_id
WHERE i.object_id IN (SELECT object_id FROM sys.tables WHERE schema_id = SCHEMA_ID(?)) AND i.type IN (1, 2) AND x.is_included_column = 0
ORDER BY i.object_id, i.index_id, x.key_ordinal;

-- foreign keys
SELECT f.parent_object_id, f.name, SCHEMA_NAME(rt.schema_id), rt.name, c.name, rc.name,
       f.is_disabled, f.is_not_trusted, f.is_not_for_replication,
       f.delete_referential_action_desc, f.update_referential_action_desc
FROM sys.foreign_keys f
JOIN sys.tables rt ON rt.object_id = f.referenced_object_id
JOIN sys.foreign_key_columns k ON k.constraint_object_id = f.object_id
JOIN sys.columns c ON c.object_id = k.parent_object_id AND c.column_id = k.parent_column_id
JOIN sys.columns rc ON rc.object_id = k.referenced_object_id AND rc.column_id = k.referenced_column_id
WHERE f.parent_object_id IN (SELECT object_id FROM sys.tables WHERE schema_id = SCHEMA_ID(?))
ORDER BY f.parent_object_id, f.name, k.constraint_column_id;

-- triggers
SELECT parent_id, name
FROM sys.triggers
WHERE parent_id IN (SELECT object_id FROM sys.tables WHERE schema_id = SCHEMA_ID(?)) AND is_disabled = 0
ORDER BY parent_id, name;

-- row counts
SELECT object_id, SUM(rows)
FROM sys.partitions
WHERE object_id IN (SELECT object_id FROM sys.tables WHERE schema_id = SCHEMA_ID(?)) AND index_id IN (0, 1)
GROUP BY object_id;

-- identity
SELECT CAST(SERVERPROPERTY('ServerName') AS nvarchar(256)), DB_NAME();

-- version
SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), @@VERSION;

-- snapshot
SELECT snapshot_isolation_state FROM sys.databases WHERE name = DB_NAME();

-- compatible
SELECT CAST(SERVERPROPERTY('Babelfish') AS int);

-- database permission
SELECT HAS_PERMS_BY_NAME(QUOTENAME(DB_NAME()), 'DATABASE', ?);

-- table permission
SELECT HAS_PERMS_BY_NAME(?, 'OBJECT', ?);

-- settings
SET NOCOUNT ON;
SET XACT_ABORT OFF;
SET IMPLICIT_TRANSACTIONS OFF;
SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
SET LANGUAGE us_english;
SET DATEFORMAT ymd;
SET LOCK_TIMEOUT 60000;
SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;
SET NUMERIC_ROUNDABORT OFF;
