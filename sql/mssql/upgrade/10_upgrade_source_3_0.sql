-- What:   brings a first 3.0 schema to the 3.0 that is migrated (SQL Server)
-- When:   on the source, before the migration, where the columns are lacking; never twice
-- Needs:  sqlcmd or Management Studio, and the right to alter IntxSegment and IR_RecordingMedia, connected to the database
-- Effect: adds four columns, all NULL; no row changes.
-- Side:   source

ALTER TABLE [IntxSegment] ADD [EmailSubject] nvarchar(100) NULL;
GO

ALTER TABLE [IntxSegment] ADD [EmailPriority] tinyint NULL;
GO

ALTER TABLE [IR_RecordingMedia] ADD [NumAttachments] smallint NULL;
GO

ALTER TABLE [IR_RecordingMedia] ADD [ScreenRecordedHostName] nvarchar(255) NULL;
GO
