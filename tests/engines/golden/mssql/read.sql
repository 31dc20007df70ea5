-- the whole table
SELECT [SiteId] AS [SiteId], [CallId] AS [CallId], [Started] AS [Started], [Ended] AS [Ended], CAST(SWITCHOFFSET([Moment], '+00:00') AS datetime2(3)) AS [Moment], CAST([Cost] AS decimal(19,4)) AS [Cost], [Party] AS [Party], CAST([Row] AS char(36)) AS [Row], [Notes] AS [Notes], CAST([Version] AS binary(8)) AS [Version], DATEPART(TZOFFSET, [Moment]) AS [offset 4] FROM [dbo].[Call Detail] AS t;

-- a key range
SELECT [SiteId] AS [SiteId], [CallId] AS [CallId], [Started] AS [Started] FROM [dbo].[Call Detail] AS t WHERE [SiteId] >= CAST(? AS smallint) AND (([SiteId] > CAST(? AS smallint)) OR ([SiteId] = CAST(? AS smallint) AND [CallId] > CAST(CAST(? AS nvarchar(18)) COLLATE SQL_Latin1_General_CP1_CI_AS AS varchar(18)))) AND [SiteId] <= CAST(? AS smallint) AND (([SiteId] < CAST(? AS smallint)) OR ([SiteId] = CAST(? AS smallint) AND [CallId] <= CAST(CAST(? AS nvarchar(18)) COLLATE SQL_Latin1_General_CP1_CI_AS AS varchar(18)))) ORDER BY t.[SiteId], t.[CallId]
-- 8 parameters: [1, 1, 1, 'a', 2, 2, 2, 'z'];

-- above a watermark
SELECT [SiteId] AS [SiteId], [CallId] AS [CallId], [Started] AS [Started] FROM [dbo].[Call Detail] AS t WHERE (t.[Started] >= CAST(CAST(CAST(N'2024-01-02 03:04:05' AS nvarchar(40)) AS datetime2(7)) AS datetime) OR t.[Started] IS NULL) ORDER BY t.[SiteId], t.[CallId];
