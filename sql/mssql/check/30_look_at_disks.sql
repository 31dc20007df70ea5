-- What:   shows how much is free on the disks of the database's files (SQL Server)
-- When:   before the first run, in the target; and whenever in doubt
-- Needs:  sqlcmd or Management Studio; VIEW SERVER STATE, from SQL Server 2022 on VIEW SERVER PERFORMANCE STATE; SQL Server 2008 R2 SP1 or later, not Azure SQL Database
-- Effect: changes nothing
-- Side:   both

SELECT f.name, v.volume_mount_point, v.available_bytes / 1048576 AS free_megabytes
FROM sys.database_files f
CROSS APPLY sys.dm_os_volume_stats(DB_ID(), f.file_id) v;
GO
