-- Recordings and what hangs on them.

-- Twelve recordings of 2010, at noon UTC on the first of each month, made at site 1; no other recording is of 2010.
-- All others are of 2011 and 2012.
CREATE TABLE _recording AS
SELECT c.i, c.site, c.call_id, c.direction, c.user_id, c.indiv_id, c.display_name, c.remote_number, c.extension, c.line_id,
       c.talk_seconds,
       uid('recording', c.i) AS recording_id, FALSE AS monthly_sample,
       make_timestamp(epoch_us(c.connected) + rnd(c.i, 1001, 1000) * 1000) AS recorded
FROM _call AS c WHERE c.answered AND c.initiated >= TIMESTAMP '2011-01-02' AND c.i % 4 = 0
UNION ALL
SELECT 1000000000 + m.range, a.site,
       rpad((2200000000 + m.range)::VARCHAR || strftime(make_date(2010, m.range, 1), '%Y%m%d'), 18, ' '), 1,
       a.user_id, a.indiv_id, a.display_name, phone(1, m.range, 1002), a.extension, l.line_id, 60 + m.range,
       uid('recording', 1000000000 + m.range), TRUE, make_date(2010, m.range, 1) + INTERVAL 12 HOUR
FROM range(1, 13) AS m JOIN _agent AS a ON a.agent = 0 JOIN _line AS l ON l.site = 1 AND l.line = 5;

CREATE TABLE "IR_RecordingMedia" AS
SELECT recording_id AS "RecordingId", recorded AS "RecordingDate", utc_offset(site, recorded) AS "RecordingDateOffset",
       CASE WHEN i % 3 = 0 THEN 2 ELSE 1 END AS "CallType", direction AS "Direction",
       talk_seconds AS "Duration",
       CASE WHEN i % 6 = 0 THEN date_trunc('second', recorded) + INTERVAL 1095 DAY END AS "ExpirationDate",
       talk_seconds * 8000 AS "FileSize",
       remote_number AS "FromConnValue",
       CASE WHEN monthly_sample THEN 'Monthly sample'
           ELSE pick(['Aufnahme 10 %', 'All inbound', NULL], i, 1005) END AS "InitiationPolicyName",
       i // 4 % 2 AS "IsArchived", rnd(i, 1006, 5) AS "KeywordAgentScoreNegative",
       rnd(i, 1007, 9) AS "KeywordAgentScorePositive",
       CASE WHEN i % 3 <> 0 THEN rnd(i, 1008, 5) END AS "KeywordCustomerScoreNegative",
       NULL::INTEGER AS "KeywordCustomerScorePositive", line_id AS "LineName", NULL::VARCHAR AS "MediaKey",
       pick(['OK', 'Kept', NULL], i, 1009) AS "MediaStatus", 0 AS "MediaType",
       '\\rec' || site || '\I3\Recordings\' || strftime(recorded, '%Y\%m\%d\') || recording_id || '.wav' AS "MediaURI",
       CASE WHEN i % 10 = 0 THEN 1 END AS "NumAttachments",
       trim(call_id) AS "QueueObjectIdKey", 1 AS "RecordingType", NULL::VARCHAR AS "RelatedRecordingId",
       NULL::VARCHAR AS "ScreenRecordedHostName", 3 AS "StartEventCode",
       extension AS "ToConnValue", 1 + i % 3 AS "Version"
FROM _recording;

-- The first entry is of the day of the recording; the others, such as later playbacks, mostly are of another month.
CREATE TABLE "IR_Audit" AS
SELECT uid('audit', r.i * 4 + e.range) AS "AuditId", r.recording_id AS "Id", t.audited AS "AuditDate",
       utc_offset(r.site, t.audited) AS "AuditDateOffset",
       CASE e.range WHEN 0 THEN 1 ELSE pick([2, 4, 5], r.i, 1010 + e.range) END AS "AuditOperation",
       CASE WHEN e.range > 0 THEN r.display_name END AS "AuditedName",
       CASE WHEN e.range > 0 THEN remark(r.i, 1014 + e.range) END AS "Comments",
       CASE WHEN r.i % 13 <> 0 THEN r.user_id END AS "ICUID", CASE WHEN r.i % 13 <> 0 THEN r.indiv_id END AS "IndivId",
       1 AS "Version"
FROM _recording AS r, range(4) AS e,
     LATERAL (SELECT date_trunc('second', plus(r.recorded, e.range * (3000000 + rnd(r.i, 1018, 4000000)))) AS audited) AS t
WHERE e.range <= CASE WHEN r.monthly_sample THEN 2 ELSE rnd(r.i, 1019, 4) END;

CREATE TABLE "IR_SecurityPolicy" AS
SELECT uid('policy', r.range) AS "SecurityPolicyId",
       CASE WHEN r.range <> 2 THEN 'SELECT RecordingId FROM IR_RecordingMedia WHERE FromConnValue LIKE ''+32%''' || CASE
           WHEN r.range = 3 THEN repeat(' OR ToConnValue = ''4000''', 800) ELSE '' END END AS "ApplySql"
FROM range(5) AS r;

CREATE TABLE "IR_AccessControl" AS
SELECT recording_id AS "RecordingId", uid('policy', rnd(i, 1020, 5)) AS "SecurityPolicyId" FROM _recording
WHERE i % 3 = 0 OR monthly_sample;

CREATE TABLE "IR_ArchiveVolumeDescriptor" AS
SELECT uid('volume', r.range) AS "ArchiveId", 'VOL_' || lpad(r.range::VARCHAR, 4, '0') AS "VolumeName",
       TIMESTAMP '2011-01-15 03:00:00.125' + to_days((r.range * 30)::INTEGER) AS "VolumeDT", 3600 AS "VolumeDTOffset",
       CASE WHEN r.range % 5 <> 4 THEN TIMESTAMP '2011-01-15' + to_days((r.range * 30)::INTEGER) END AS "ArchiveStartDT",
       NULL::TIMESTAMP AS "ArchiveEndDT", '\\archive\Bänder\' || r.range AS "MediaURI"
FROM range(24) AS r;

CREATE TABLE "IR_ArchiveContent" AS
SELECT uid('volume', least(23, date_diff('day', DATE '2011-01-15', recorded::DATE) // 30 + 1)) AS "ArchiveId",
       recording_id AS "RecordingId", date_trunc('second', plus(recorded, 2592000)) AS "ArchivedDate",
       3600 AS "ArchivedDateOffset"
FROM _recording WHERE i % 8 = 4 AND NOT monthly_sample AND recorded >= TIMESTAMP '2011-01-15';

CREATE TABLE "IR_CustomAttributeName" AS SELECT * FROM (VALUES
    (1, 'Order number'), (2, 'Kundennummer'), (4, 'मामला'), (7, 'Résultat')) AS t("CustomAttributeNameId", "Name");

CREATE TABLE "IR_CustomAttribute" AS
SELECT recording_id AS "RecordingId", n.id AS "CustomAttributeNameId",
       CASE n.id WHEN 1 THEN 'ORD-' || i ELSE remark(i, 1030) END AS "Value", 1 AS "Version"
FROM _recording, (VALUES (1), (7)) AS n(id) WHERE i % 12 = 0 AND (n.id = 1 OR i % 24 = 0);

CREATE TABLE "IR_KeywordSet" AS SELECT * FROM (VALUES
    (1, 'Complaints', 'Quality'), (2, 'Kündigung', 'Retention'), (3, 'Begrüßung', NULL)) AS t("KeywordSetId", "DisplayName",
    "Category");

CREATE TABLE "IR_TagMap" AS
SELECT recording_id AS "RecordingId", 1 + rnd(i, 1031, 20) AS "TagId",
       CASE WHEN i % 3 <> 0 THEN pick(['Complaints', 'Kündigung', 'Begrüßung'], i, 1032) END AS "KeywordSetName"
FROM _recording WHERE i % 5 = 0;

-- Snippets are recordings too; each was cut out of the recording before it.
CREATE TABLE "IR_RecordingMediaSnippets" AS
WITH ordered AS (SELECT recording_id, row_number() OVER (ORDER BY i) AS n FROM _recording WHERE NOT monthly_sample)
SELECT s.recording_id AS "SnippetRecordingId", p.recording_id AS "PolicyRecordingId" FROM ordered AS s
JOIN ordered AS p ON p.n = s.n - 1 WHERE s.n % 12 = 2;

CREATE TABLE "IR_SocialMediaRecording" AS
SELECT recording_id AS "RecordingId", 'ch-' || i AS "ChannelId", 'Канал ' || i % 7 AS "ChannelName",
       CASE WHEN i % 2 = 0 THEN 'Seite 📣' END AS "Page", i % 3 AS "Platform" FROM _recording WHERE i % 64 = 0;

-- The tables that 3.0 had before: names and columns are known from queries only.
CREATE TABLE "RecordingCall" AS
SELECT key22('old recording', i) AS "RECORDINGID", call_id AS "RecordedCallIDKey", remote_number AS "ANI",
       CASE WHEN i % 3 <> 0 THEN extension END AS "DNIS" FROM _call WHERE i < 30;

CREATE TABLE "RecordingData" AS
SELECT key22('old recording', i) AS "RecordingId", 'rec' || i || '.wav' AS "RecordingFileName",
       connected AS "RecordingDate", talk_seconds * 8000 AS "RecordingFileSize",
       CASE WHEN i % 4 <> 0 THEN 'Call with ' || remote_number END AS "RecordingTitle"
FROM _call WHERE i < 30;
