-- What:   brings a first 3.0 schema to the 3.0 that is migrated (PostgreSQL)
-- When:   on the source, before the migration, where the columns are lacking; never twice
-- Needs:  psql, and the right to alter IntxSegment and IR_RecordingMedia, with the tables' schema as the default one
-- Effect: adds four columns, all NULL; no row changes.
-- Side:   source

ALTER TABLE "IntxSegment" ADD COLUMN "EmailSubject" varchar(100);

ALTER TABLE "IntxSegment" ADD COLUMN "EmailPriority" smallint;

ALTER TABLE "IR_RecordingMedia" ADD COLUMN "NumAttachments" smallint;

ALTER TABLE "IR_RecordingMedia" ADD COLUMN "ScreenRecordedHostName" varchar(255);
