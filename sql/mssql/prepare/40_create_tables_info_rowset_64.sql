-- What:   makes the procedure that a 64-bit server asks a SQL Server 2000 for (SQL Server)
-- When:   only where the source is SQL Server 2000, 32 bit, and is read over a linked server; in its database master
-- Needs:  sqlcmd or Management Studio; sysadmin; SQL Server 2000 only, later ones have it
-- Effect: adds a procedure to master; without it: Cannot obtain the schema rowset DBSCHEMA_TABLES_INFO
-- Side:   source

CREATE PROCEDURE sp_tables_info_rowset_64 @table_name sysname, @table_schema sysname = NULL, @table_type nvarchar(255) = NULL
AS
EXEC sp_tables_info_rowset @table_name, @table_schema, @table_type;
GO

GRANT EXECUTE ON sp_tables_info_rowset_64 TO PUBLIC;
GO
