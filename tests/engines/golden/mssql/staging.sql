-- staging table
CREATE TABLE [dbmigrate].[stage_100001] (
    [SiteId] smallint NULL,
    [CallId] nvarchar(18) COLLATE SQL_Latin1_General_CP1_CI_AS NULL,
    [Started] datetime2(3) NULL,
    [Ended] datetime2(7) NULL,
    [Moment] datetime2(3) NULL,
    [Cost] decimal(38,4) NULL,
    [Party] nvarchar(50) COLLATE SQL_Latin1_General_CP1_CI_AS NULL,
    [Row] nvarchar(36) NULL,
    [Notes] nvarchar(max) COLLATE SQL_Latin1_General_CP1_CI_AS NULL
);

-- rows that are missing
INSERT INTO [dbo].[Call Detail] ([SiteId], [CallId], [Started], [Ended], [Moment], [Cost], [Party], [Row], [Notes])
SELECT s.[SiteId], s.[CallId], CAST(s.[Started] AS datetime), s.[Ended], TODATETIMEOFFSET(s.[Moment], '+00:00'), CAST(s.[Cost] AS money), s.[Party], CAST(s.[Row] AS uniqueidentifier), s.[Notes]
FROM [dbmigrate].[stage_100001] AS s
WHERE NOT EXISTS (SELECT 1 FROM [dbo].[Call Detail] AS t WHERE t.[SiteId] = s.[SiteId]
  AND t.[CallId] = CAST(s.[CallId] AS varchar(18)) AND t.[CallId] COLLATE Latin1_General_BIN2 = CAST(s.[CallId] AS varchar(18)) COLLATE Latin1_General_BIN2 AND DATALENGTH(t.[CallId]) = DATALENGTH(CAST(s.[CallId] AS varchar(18))));

-- rows that are there with other values
SELECT COUNT_BIG(*)
FROM [dbmigrate].[stage_100001] AS s
WHERE EXISTS (SELECT 1 FROM [dbo].[Call Detail] AS t WHERE t.[SiteId] = s.[SiteId]
  AND t.[CallId] = CAST(s.[CallId] AS varchar(18)) AND t.[CallId] COLLATE Latin1_General_BIN2 = CAST(s.[CallId] AS varchar(18)) COLLATE Latin1_General_BIN2 AND DATALENGTH(t.[CallId]) = DATALENGTH(CAST(s.[CallId] AS varchar(18))) AND ((CAST(s.[Started] AS datetime) <> t.[Started])
   OR (s.[Ended] <> t.[Ended] OR (s.[Ended] IS NULL AND t.[Ended] IS NOT NULL) OR (s.[Ended] IS NOT NULL AND t.[Ended] IS NULL))
   OR (TODATETIMEOFFSET(s.[Moment], '+00:00') <> t.[Moment] OR (TODATETIMEOFFSET(s.[Moment], '+00:00') IS NULL AND t.[Moment] IS NOT NULL) OR (TODATETIMEOFFSET(s.[Moment], '+00:00') IS NOT NULL AND t.[Moment] IS NULL))
   OR (CAST(s.[Cost] AS money) <> t.[Cost] OR (CAST(s.[Cost] AS money) IS NULL AND t.[Cost] IS NOT NULL) OR (CAST(s.[Cost] AS money) IS NOT NULL AND t.[Cost] IS NULL))
   OR (s.[Party] COLLATE Latin1_General_BIN2 <> t.[Party] COLLATE Latin1_General_BIN2 OR DATALENGTH(s.[Party]) <> DATALENGTH(t.[Party]) OR (s.[Party] IS NULL AND t.[Party] IS NOT NULL) OR (s.[Party] IS NOT NULL AND t.[Party] IS NULL))
   OR (CAST(s.[Row] AS uniqueidentifier) <> t.[Row] OR (CAST(s.[Row] AS uniqueidentifier) IS NULL AND t.[Row] IS NOT NULL) OR (CAST(s.[Row] AS uniqueidentifier) IS NOT NULL AND t.[Row] IS NULL))
   OR (s.[Notes] COLLATE Latin1_General_BIN2 <> t.[Notes] COLLATE Latin1_General_BIN2 OR DATALENGTH(s.[Notes]) <> DATALENGTH(t.[Notes]) OR (s.[Notes] IS NULL AND t.[Notes] IS NOT NULL) OR (s.[Notes] IS NOT NULL AND t.[Notes] IS NULL))));

-- their keys
SELECT s.[SiteId], s.[CallId]
FROM [dbmigrate].[stage_100001] AS s JOIN [dbo].[Call Detail] AS t ON t.[SiteId] = s.[SiteId]
  AND t.[CallId] = CAST(s.[CallId] AS varchar(18)) AND t.[CallId] COLLATE Latin1_General_BIN2 = CAST(s.[CallId] AS varchar(18)) COLLATE Latin1_General_BIN2 AND DATALENGTH(t.[CallId]) = DATALENGTH(CAST(s.[CallId] AS varchar(18)))
WHERE (CAST(s.[Started] AS datetime) <> t.[Started])
   OR (s.[Ended] <> t.[Ended] OR (s.[Ended] IS NULL AND t.[Ended] IS NOT NULL) OR (s.[Ended] IS NOT NULL AND t.[Ended] IS NULL))
   OR (TODATETIMEOFFSET(s.[Moment], '+00:00') <> t.[Moment] OR (TODATETIMEOFFSET(s.[Moment], '+00:00') IS NULL AND t.[Moment] IS NOT NULL) OR (TODATETIMEOFFSET(s.[Moment], '+00:00') IS NOT NULL AND t.[Moment] IS NULL))
   OR (CAST(s.[Cost] AS money) <> t.[Cost] OR (CAST(s.[Cost] AS money) IS NULL AND t.[Cost] IS NOT NULL) OR (CAST(s.[Cost] AS money) IS NOT NULL AND t.[Cost] IS NULL))
   OR (s.[Party] COLLATE Latin1_General_BIN2 <> t.[Party] COLLATE Latin1_General_BIN2 OR DATALENGTH(s.[Party]) <> DATALENGTH(t.[Party]) OR (s.[Party] IS NULL AND t.[Party] IS NOT NULL) OR (s.[Party] IS NOT NULL AND t.[Party] IS NULL))
   OR (CAST(s.[Row] AS uniqueidentifier) <> t.[Row] OR (CAST(s.[Row] AS uniqueidentifier) IS NULL AND t.[Row] IS NOT NULL) OR (CAST(s.[Row] AS uniqueidentifier) IS NOT NULL AND t.[Row] IS NULL))
   OR (s.[Notes] COLLATE Latin1_General_BIN2 <> t.[Notes] COLLATE Latin1_General_BIN2 OR DATALENGTH(s.[Notes]) <> DATALENGTH(t.[Notes]) OR (s.[Notes] IS NULL AND t.[Notes] IS NOT NULL) OR (s.[Notes] IS NOT NULL AND t.[Notes] IS NULL));

-- upsert
UPDATE t SET [Started] = CAST(s.[Started] AS datetime), [Ended] = s.[Ended], [Moment] = TODATETIMEOFFSET(s.[Moment], '+00:00'), [Cost] = CAST(s.[Cost] AS money), [Party] = s.[Party], [Row] = CAST(s.[Row] AS uniqueidentifier), [Notes] = s.[Notes]
FROM [dbo].[Call Detail] AS t JOIN [dbmigrate].[stage_100001] AS s ON t.[SiteId] = s.[SiteId]
  AND t.[CallId] = CAST(s.[CallId] AS varchar(18)) AND t.[CallId] COLLATE Latin1_General_BIN2 = CAST(s.[CallId] AS varchar(18)) COLLATE Latin1_General_BIN2 AND DATALENGTH(t.[CallId]) = DATALENGTH(CAST(s.[CallId] AS varchar(18)))
WHERE (CAST(s.[Started] AS datetime) <> t.[Started])
   OR (s.[Ended] <> t.[Ended] OR (s.[Ended] IS NULL AND t.[Ended] IS NOT NULL) OR (s.[Ended] IS NOT NULL AND t.[Ended] IS NULL))
   OR (TODATETIMEOFFSET(s.[Moment], '+00:00') <> t.[Moment] OR (TODATETIMEOFFSET(s.[Moment], '+00:00') IS NULL AND t.[Moment] IS NOT NULL) OR (TODATETIMEOFFSET(s.[Moment], '+00:00') IS NOT NULL AND t.[Moment] IS NULL))
   OR (CAST(s.[Cost] AS money) <> t.[Cost] OR (CAST(s.[Cost] AS money) IS NULL AND t.[Cost] IS NOT NULL) OR (CAST(s.[Cost] AS money) IS NOT NULL AND t.[Cost] IS NULL))
   OR (s.[Party] COLLATE Latin1_General_BIN2 <> t.[Party] COLLATE Latin1_General_BIN2 OR DATALENGTH(s.[Party]) <> DATALENGTH(t.[Party]) OR (s.[Party] IS NULL AND t.[Party] IS NOT NULL) OR (s.[Party] IS NOT NULL AND t.[Party] IS NULL))
   OR (CAST(s.[Row] AS uniqueidentifier) <> t.[Row] OR (CAST(s.[Row] AS uniqueidentifier) IS NULL AND t.[Row] IS NOT NULL) OR (CAST(s.[Row] AS uniqueidentifier) IS NOT NULL AND t.[Row] IS NULL))
   OR (s.[Notes] COLLATE Latin1_General_BIN2 <> t.[Notes] COLLATE Latin1_General_BIN2 OR DATALENGTH(s.[Notes]) <> DATALENGTH(t.[Notes]) OR (s.[Notes] IS NULL AND t.[Notes] IS NOT NULL) OR (s.[Notes] IS NOT NULL AND t.[Notes] IS NULL));

-- rows gone from the source, as staged
DELETE t
FROM [dbo].[Call Detail] AS t
WHERE EXISTS (SELECT 1 FROM [dbmigrate].[stage_100001] AS s WHERE t.[SiteId] = s.[SiteId]
  AND t.[CallId] = CAST(s.[CallId] AS varchar(18)) AND t.[CallId] COLLATE Latin1_General_BIN2 = CAST(s.[CallId] AS varchar(18)) COLLATE Latin1_General_BIN2 AND DATALENGTH(t.[CallId]) = DATALENGTH(CAST(s.[CallId] AS varchar(18))) AND CASE WHEN (CAST(s.[Started] AS datetime) <> t.[Started])
   OR (s.[Ended] <> t.[Ended] OR (s.[Ended] IS NULL AND t.[Ended] IS NOT NULL) OR (s.[Ended] IS NOT NULL AND t.[Ended] IS NULL))
   OR (TODATETIMEOFFSET(s.[Moment], '+00:00') <> t.[Moment] OR (TODATETIMEOFFSET(s.[Moment], '+00:00') IS NULL AND t.[Moment] IS NOT NULL) OR (TODATETIMEOFFSET(s.[Moment], '+00:00') IS NOT NULL AND t.[Moment] IS NULL))
   OR (CAST(s.[Cost] AS money) <> t.[Cost] OR (CAST(s.[Cost] AS money) IS NULL AND t.[Cost] IS NOT NULL) OR (CAST(s.[Cost] AS money) IS NOT NULL AND t.[Cost] IS NULL))
   OR (s.[Party] COLLATE Latin1_General_BIN2 <> t.[Party] COLLATE Latin1_General_BIN2 OR DATALENGTH(s.[Party]) <> DATALENGTH(t.[Party]) OR (s.[Party] IS NULL AND t.[Party] IS NOT NULL) OR (s.[Party] IS NOT NULL AND t.[Party] IS NULL))
   OR (CAST(s.[Row] AS uniqueidentifier) <> t.[Row] OR (CAST(s.[Row] AS uniqueidentifier) IS NULL AND t.[Row] IS NOT NULL) OR (CAST(s.[Row] AS uniqueidentifier) IS NOT NULL AND t.[Row] IS NULL))
   OR (s.[Notes] COLLATE Latin1_General_BIN2 <> t.[Notes] COLLATE Latin1_General_BIN2 OR DATALENGTH(s.[Notes]) <> DATALENGTH(t.[Notes]) OR (s.[Notes] IS NULL AND t.[Notes] IS NOT NULL) OR (s.[Notes] IS NOT NULL AND t.[Notes] IS NULL)) THEN 1 ELSE 0 END = 0);

-- rows that others refer to
(SELECT t.* FROM [dbmigrate].[stage_100001] s CROSS JOIN [dbo].[Call Detail] t WHERE t.[SiteId] = s.[SiteId]
  AND t.[CallId] = CAST(s.[CallId] AS varchar(18)) AND t.[CallId] COLLATE Latin1_General_BIN2 = CAST(s.[CallId] AS varchar(18)) COLLATE Latin1_General_BIN2 AND DATALENGTH(t.[CallId]) = DATALENGTH(CAST(s.[CallId] AS varchar(18))) AND EXISTS (SELECT 1 FROM [dbo].[Note] c WHERE c.[Call] = t.[Id]));

-- how many refer to them
SELECT COUNT_BIG(*)
FROM [dbo].[Note] AS c
WHERE EXISTS (SELECT 1 FROM [dbmigrate].[stage_100001] AS s JOIN [dbo].[Call Detail] AS t ON t.[SiteId] = s.[SiteId]
  AND t.[CallId] = CAST(s.[CallId] AS varchar(18)) AND t.[CallId] COLLATE Latin1_General_BIN2 = CAST(s.[CallId] AS varchar(18)) COLLATE Latin1_General_BIN2 AND DATALENGTH(t.[CallId]) = DATALENGTH(CAST(s.[CallId] AS varchar(18))) WHERE t.[CallId] = c.[Call]);

-- rows of staging and table: absent
(SELECT s.[SiteId] AS [SiteId], CAST(s.[CallId] AS varchar(18)) AS [CallId], CAST(s.[Started] AS datetime) AS [Started], s.[Ended] AS [Ended], TODATETIMEOFFSET(s.[Moment], '+00:00') AS [Moment], CAST(s.[Cost] AS money) AS [Cost], s.[Party] AS [Party], CAST(s.[Row] AS uniqueidentifier) AS [Row], s.[Notes] AS [Notes] FROM [dbmigrate].[stage_100001] AS s WHERE NOT EXISTS (SELECT 1 FROM [dbo].[Call Detail] AS t WHERE t.[SiteId] = s.[SiteId]
  AND t.[CallId] = CAST(s.[CallId] AS varchar(18)) AND t.[CallId] COLLATE Latin1_General_BIN2 = CAST(s.[CallId] AS varchar(18)) COLLATE Latin1_General_BIN2 AND DATALENGTH(t.[CallId]) = DATALENGTH(CAST(s.[CallId] AS varchar(18)))));

-- rows of staging and table: present
(SELECT t.* FROM [dbmigrate].[stage_100001] AS s JOIN [dbo].[Call Detail] AS t ON t.[SiteId] = s.[SiteId]
  AND t.[CallId] = CAST(s.[CallId] AS varchar(18)) AND t.[CallId] COLLATE Latin1_General_BIN2 = CAST(s.[CallId] AS varchar(18)) COLLATE Latin1_General_BIN2 AND DATALENGTH(t.[CallId]) = DATALENGTH(CAST(s.[CallId] AS varchar(18))));

-- rows of staging and table: overwritten
(SELECT t.* FROM [dbmigrate].[stage_100001] AS s JOIN [dbo].[Call Detail] AS t ON t.[SiteId] = s.[SiteId]
  AND t.[CallId] = CAST(s.[CallId] AS varchar(18)) AND t.[CallId] COLLATE Latin1_General_BIN2 = CAST(s.[CallId] AS varchar(18)) COLLATE Latin1_General_BIN2 AND DATALENGTH(t.[CallId]) = DATALENGTH(CAST(s.[CallId] AS varchar(18))) WHERE (CAST(s.[Started] AS datetime) <> t.[Started])
   OR (s.[Ended] <> t.[Ended] OR (s.[Ended] IS NULL AND t.[Ended] IS NOT NULL) OR (s.[Ended] IS NOT NULL AND t.[Ended] IS NULL))
   OR (TODATETIMEOFFSET(s.[Moment], '+00:00') <> t.[Moment] OR (TODATETIMEOFFSET(s.[Moment], '+00:00') IS NULL AND t.[Moment] IS NOT NULL) OR (TODATETIMEOFFSET(s.[Moment], '+00:00') IS NOT NULL AND t.[Moment] IS NULL))
   OR (CAST(s.[Cost] AS money) <> t.[Cost] OR (CAST(s.[Cost] AS money) IS NULL AND t.[Cost] IS NOT NULL) OR (CAST(s.[Cost] AS money) IS NOT NULL AND t.[Cost] IS NULL))
   OR (s.[Party] COLLATE Latin1_General_BIN2 <> t.[Party] COLLATE Latin1_General_BIN2 OR DATALENGTH(s.[Party]) <> DATALENGTH(t.[Party]) OR (s.[Party] IS NULL AND t.[Party] IS NOT NULL) OR (s.[Party] IS NOT NULL AND t.[Party] IS NULL))
   OR (CAST(s.[Row] AS uniqueidentifier) <> t.[Row] OR (CAST(s.[Row] AS uniqueidentifier) IS NULL AND t.[Row] IS NOT NULL) OR (CAST(s.[Row] AS uniqueidentifier) IS NOT NULL AND t.[Row] IS NULL))
   OR (s.[Notes] COLLATE Latin1_General_BIN2 <> t.[Notes] COLLATE Latin1_General_BIN2 OR DATALENGTH(s.[Notes]) <> DATALENGTH(t.[Notes]) OR (s.[Notes] IS NULL AND t.[Notes] IS NOT NULL) OR (s.[Notes] IS NOT NULL AND t.[Notes] IS NULL)));

-- rows of staging and table: overwriting
(SELECT s.[SiteId] AS [SiteId], CAST(s.[CallId] AS varchar(18)) AS [CallId], CAST(s.[Started] AS datetime) AS [Started], s.[Ended] AS [Ended], TODATETIMEOFFSET(s.[Moment], '+00:00') AS [Moment], CAST(s.[Cost] AS money) AS [Cost], s.[Party] AS [Party], CAST(s.[Row] AS uniqueidentifier) AS [Row], s.[Notes] AS [Notes] FROM [dbmigrate].[stage_100001] AS s JOIN [dbo].[Call Detail] AS t ON t.[SiteId] = s.[SiteId]
  AND t.[CallId] = CAST(s.[CallId] AS varchar(18)) AND t.[CallId] COLLATE Latin1_General_BIN2 = CAST(s.[CallId] AS varchar(18)) COLLATE Latin1_General_BIN2 AND DATALENGTH(t.[CallId]) = DATALENGTH(CAST(s.[CallId] AS varchar(18))) WHERE (CAST(s.[Started] AS datetime) <> t.[Started])
   OR (s.[Ended] <> t.[Ended] OR (s.[Ended] IS NULL AND t.[Ended] IS NOT NULL) OR (s.[Ended] IS NOT NULL AND t.[Ended] IS NULL))
   OR (TODATETIMEOFFSET(s.[Moment], '+00:00') <> t.[Moment] OR (TODATETIMEOFFSET(s.[Moment], '+00:00') IS NULL AND t.[Moment] IS NOT NULL) OR (TODATETIMEOFFSET(s.[Moment], '+00:00') IS NOT NULL AND t.[Moment] IS NULL))
   OR (CAST(s.[Cost] AS money) <> t.[Cost] OR (CAST(s.[Cost] AS money) IS NULL AND t.[Cost] IS NOT NULL) OR (CAST(s.[Cost] AS money) IS NOT NULL AND t.[Cost] IS NULL))
   OR (s.[Party] COLLATE Latin1_General_BIN2 <> t.[Party] COLLATE Latin1_General_BIN2 OR DATALENGTH(s.[Party]) <> DATALENGTH(t.[Party]) OR (s.[Party] IS NULL AND t.[Party] IS NOT NULL) OR (s.[Party] IS NOT NULL AND t.[Party] IS NULL))
   OR (CAST(s.[Row] AS uniqueidentifier) <> t.[Row] OR (CAST(s.[Row] AS uniqueidentifier) IS NULL AND t.[Row] IS NOT NULL) OR (CAST(s.[Row] AS uniqueidentifier) IS NOT NULL AND t.[Row] IS NULL))
   OR (s.[Notes] COLLATE Latin1_General_BIN2 <> t.[Notes] COLLATE Latin1_General_BIN2 OR DATALENGTH(s.[Notes]) <> DATALENGTH(t.[Notes]) OR (s.[Notes] IS NULL AND t.[Notes] IS NOT NULL) OR (s.[Notes] IS NOT NULL AND t.[Notes] IS NULL)));

-- a table without a key
INSERT INTO [dbo].[Queue] ([Id], [Name])
SELECT s.[Id], s.[Name]
FROM [dbmigrate].[stage_100001] AS s;
