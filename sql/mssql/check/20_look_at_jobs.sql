-- What:   shows scheduled jobs that may delete rows (SQL Server)
-- When:   before the first run, on the source's server and on the target's; stop what it shows for the time of the runs
-- Needs:  sqlcmd or Management Studio; SELECT on msdb.dbo.sysjobs and msdb.dbo.sysjobsteps; SQL Server 2005 or later, not Azure SQL Database
-- Effect: changes nothing
-- Side:   both

SELECT j.name, s.step_name, s.command
FROM msdb.dbo.sysjobs j
JOIN msdb.dbo.sysjobsteps s ON s.job_id = j.job_id
WHERE j.enabled = 1 AND (s.command LIKE N'%delete%' OR s.command LIKE N'%purge%' OR s.command LIKE N'%truncate%');
GO
