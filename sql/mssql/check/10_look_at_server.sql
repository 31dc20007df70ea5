-- What:   shows recovery model, remote query timeout, free space, and what is switched off (SQL Server)
-- When:   before the first run, in the source and in the target; and whenever in doubt
-- Needs:  sqlcmd or Management Studio; VIEW DEFINITION; SQL Server 2008 or later
-- Effect: changes nothing
-- Side:   both

SELECT name, recovery_model_desc, log_reuse_wait_desc FROM sys.databases WHERE database_id = DB_ID();
GO

SELECT name, value_in_use FROM sys.configurations WHERE name = 'remote query timeout (s)';
GO

SELECT name, size / 128 AS megabytes, FILEPROPERTY(name, 'SpaceUsed') / 128 AS used_megabytes, max_size, growth FROM sys.database_files;
GO

SELECT OBJECT_NAME(parent_id) AS table_name, name FROM sys.triggers WHERE is_disabled = 1;
GO

SELECT OBJECT_NAME(object_id) AS table_name, name FROM sys.indexes WHERE is_disabled = 1;
GO

SELECT OBJECT_NAME(parent_object_id) AS table_name, name, is_disabled, is_not_trusted FROM sys.foreign_keys WHERE is_disabled = 1 OR is_not_trusted = 1;
GO
