-- text, moments, money
TRUNCATE TABLE [dbmigrate].[stage_100001];
INSERT INTO [dbmigrate].[stage_100001] WITH (TABLOCK) ([SiteId], [CallId], [Started], [Ended], [Moment], [Cost], [Party], [Row], [Notes]) VALUES (CAST(? AS smallint), CAST(? AS nvarchar(max)) COLLATE SQL_Latin1_General_CP1_CI_AS, CAST(CAST(? AS varchar(40)) AS datetime2(3)), CAST(CAST(? AS varchar(40)) AS datetime2(7)), CAST(CAST(? AS varchar(40)) AS datetime2(3)), CAST(CAST(? AS varchar(100)) AS decimal(19,4)), CAST(? AS nvarchar(max)) COLLATE SQL_Latin1_General_CP1_CI_AS, CAST(? AS nvarchar(36)), CAST(? AS nvarchar(max)) COLLATE SQL_Latin1_General_CP1_CI_AS);
SELECT COUNT_BIG(*) FROM [dbmigrate].[stage_100001];
BEGIN TRANSACTION;
INSERT INTO [dbo].[Call Detail] ([SiteId], [CallId], [Started], [Ended], [Moment], [Cost], [Party], [Row], [Notes]) VALUES (CAST(? AS smallint), CAST(? AS nvarchar(max)) COLLATE SQL_Latin1_General_CP1_CI_AS, CAST(CAST(CAST(? AS varchar(40)) AS datetime2(3)) AS datetime), CAST(CAST(? AS varchar(40)) AS datetime2(7)), TODATETIMEOFFSET(CAST(CAST(? AS varchar(40)) AS datetime2(3)), '+00:00'), CAST(CAST(CAST(? AS varchar(100)) AS decimal(19,4)) AS money), CAST(? AS nvarchar(max)) COLLATE SQL_Latin1_General_CP1_CI_AS, CAST(CAST(? AS nvarchar(36)) AS uniqueidentifier), CAST(? AS nvarchar(max)) COLLATE SQL_Latin1_General_CP1_CI_AS);

-- identity
TRUNCATE TABLE [dbmigrate].[stage_100001];
INSERT INTO [dbmigrate].[stage_100001] WITH (TABLOCK) ([Id], [Name]) VALUES (CAST(? AS int), CAST(? AS nvarchar(max)));
SELECT COUNT_BIG(*) FROM [dbmigrate].[stage_100001];
BEGIN TRANSACTION;
SET IDENTITY_INSERT [dbo].[Queue] ON;
INSERT INTO [dbo].[Queue] ([Id], [Name]) VALUES (CAST(? AS int), CAST(? AS nvarchar(max)));
SET IDENTITY_INSERT [dbo].[Queue] OFF;
