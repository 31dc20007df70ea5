-- What:   brings a first 3.0 schema to the 3.0 that is migrated (Oracle)
-- When:   on the source, before the migration, where the columns are lacking; never twice
-- Needs:  SQL*Plus or SQLcl, and the right to alter IntxSegment and IR_RecordingMedia, with the tables' schema as the default one
-- Effect: adds four columns, all NULL; no row changes. Oracle commits each statement by itself: after an error, run the rest by hand.
-- Side:   source

ALTER TABLE "IntxSegment" ADD ("EmailSubject" NVARCHAR2(100));

ALTER TABLE "IntxSegment" ADD ("EmailPriority" NUMBER(3,0));

ALTER TABLE "IR_RecordingMedia" ADD ("NumAttachments" NUMBER(5,0));

ALTER TABLE "IR_RecordingMedia" ADD ("ScreenRecordedHostName" NVARCHAR2(255));
