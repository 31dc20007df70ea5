-- What:   lists recordings of which only attributes, tags, rights or archive entries are left (Oracle)
-- When:   before the first run; on the source
-- Needs:  SQL*Plus or SQLcl; SELECT on the IR_ tables
-- Effect: changes nothing
-- Side:   source
--
-- To have the result as a file: dbmigrate scripts run --side source --file THIS_FILE --csv DIR
-- Without their recording these rows go on the reject list of a run.

SELECT 'IR_RecordingMediaSnippets' AS "found_in", c."SnippetRecordingId" AS "RecordingId"
FROM "IR_RecordingMediaSnippets" c
WHERE NOT EXISTS (SELECT 1 FROM "IR_RecordingMedia" p WHERE p."RecordingId" = c."SnippetRecordingId")
UNION ALL
SELECT 'IR_AccessControl' AS "found_in", c."RecordingId" AS "RecordingId"
FROM "IR_AccessControl" c
WHERE NOT EXISTS (SELECT 1 FROM "IR_RecordingMedia" p WHERE p."RecordingId" = c."RecordingId")
UNION ALL
SELECT 'IR_ArchiveContent' AS "found_in", c."RecordingId" AS "RecordingId"
FROM "IR_ArchiveContent" c
WHERE NOT EXISTS (SELECT 1 FROM "IR_RecordingMedia" p WHERE p."RecordingId" = c."RecordingId")
UNION ALL
SELECT 'IR_CustomAttribute' AS "found_in", c."RecordingId" AS "RecordingId"
FROM "IR_CustomAttribute" c
WHERE NOT EXISTS (SELECT 1 FROM "IR_RecordingMedia" p WHERE p."RecordingId" = c."RecordingId")
UNION ALL
SELECT 'IR_TagMap' AS "found_in", c."RecordingId" AS "RecordingId"
FROM "IR_TagMap" c
WHERE NOT EXISTS (SELECT 1 FROM "IR_RecordingMedia" p WHERE p."RecordingId" = c."RecordingId");
