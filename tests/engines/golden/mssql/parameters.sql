-- text, moments, money
TRUNCATE TABLE [dbmigrate].[stage_100001];
INSERT INTO [dbmigrate].[stage_100001] WITH (TABLOCK) ([SiteId], [CallId], [Started], [Ended], [Moment], [Cost], [Party], [Row], [Notes]) VALUES (CAST(? AS smallint), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT COUNT_BIG(*) FROM [dbmigrate].[stage_100001];
BEGIN TRANSACTION;
INSERT INTO [dbo].[Call Detail] ([SiteId], [CallId], [Started], [Ended], [Moment], [Cost], [Party], [Row], [Notes]) VALUES (CAST(? AS smallint), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
SELECT 1 AS still_open;

-- identity
TRUNCATE TABLE [dbmigrate].[stage_100001];
INSERT INTO [dbmigrate].[stage_100001] WITH (TABLOCK) ([Id], [Name]) VALUES (CAST(? AS int), NULL);
SELECT COUNT_BIG(*) FROM [dbmigrate].[stage_100001];
BEGIN TRANSACTION;
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
SET IDENTITY_INSERT [dbo].[Queue] ON;
INSERT INTO [dbo].[Queue] ([Id], [Name]) VALUES (CAST(? AS int), NULL);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
SELECT 1 AS still_open;
SET IDENTITY_INSERT [dbo].[Queue] OFF;
