-- What:   makes anew the recordings that an archive still has (PostgreSQL)
-- When:   before the first run; on the source, after 10_list_orphaned_recordings
-- Needs:  psql; INSERT on IR_RecordingMedia
-- Effect: adds one recording for each orphaned archive entry, dated by it, with MediaStatus rescued; what else the recording was is lost and set to 0
-- Side:   source
--
-- To undo it: DELETE FROM "IR_RecordingMedia" WHERE "MediaStatus" = 'rescued'
--
-- Orphans that no archive has cannot be made anew; a run puts them on its reject list with that reason.

INSERT INTO "IR_RecordingMedia" ("RecordingId", "RecordingDate", "RecordingDateOffset", "MediaType", "IsArchived", "StartEventCode", "Version", "MediaStatus")
SELECT c."RecordingId", min(c."ArchivedDate"), 0, 0, 1, 0, 0, 'rescued'
FROM "IR_ArchiveContent" c
WHERE NOT EXISTS (SELECT 1 FROM "IR_RecordingMedia" p WHERE p."RecordingId" = c."RecordingId")
GROUP BY c."RecordingId";
