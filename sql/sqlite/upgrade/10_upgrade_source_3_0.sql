-- What:   brings a first 3.0 schema to the 3.0 that is migrated (SQLite)
-- When:   on the source, before the migration, where the columns are lacking; never twice
-- Needs:  sqlite3, and the right to alter IntxSegment and IR_RecordingMedia, connected to the database
-- Effect: adds four columns, all NULL; no row changes.
-- Side:   source

ALTER TABLE "IntxSegment" ADD COLUMN "EmailSubject" VARCHAR(100);

ALTER TABLE "IntxSegment" ADD COLUMN "EmailPriority" TINYINT;

ALTER TABLE "IR_RecordingMedia" ADD COLUMN "NumAttachments" SMALLINT;

ALTER TABLE "IR_RecordingMedia" ADD COLUMN "ScreenRecordedHostName" VARCHAR(255);
