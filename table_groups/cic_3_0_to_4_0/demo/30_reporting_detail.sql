-- One row per interaction, and what happened inside it.

-- CallNote stays within 1024 characters and CallEventLog within 2000, counted in UTF-16 units, so that all rows fit.
CREATE TABLE "Calldetail" AS
SELECT call_id AS "CallId",
       CASE WHEN i % 257 = 0 THEN 'Unknown' WHEN direction = 3 THEN 'Intercom' ELSE 'External' END AS "CallType",
       CASE WHEN i % 257 = 0 THEN 'Unknown' ELSE ['Inbound', 'Outbound', 'Intercom'][direction] END AS "CallDirection",
       line_id AS "LineId", station AS "StationId", CASE WHEN answered THEN user_id ELSE '-' END AS "LocalUserId",
       extension AS "LocalNumber", CASE WHEN answered THEN display_name ELSE '-' END AS "LocalName",
       remote_number AS "RemoteNumber", ([1, 32, 91][site])::SMALLINT AS "RemoteNumberCountry",
       substr(remote_number, 3, 3) AS "RemoteNumberLoComp1", substr(remote_number, 6, 3) AS "RemoteNumberLoComp2",
       CASE site WHEN 1 THEN '(' || substr(remote_number, 3, 3) || ') ' || substr(remote_number, 6, 3) || '-'
           || right(remote_number, 4)
            ELSE remote_number END AS "RemoteNumberFmt",
       right(remote_number, 10) AS "RemoteNumberCallId",
       CASE WHEN chance(i, 701, 30) THEN 'Anonymous' ELSE remote_name END AS "RemoteName",
       local_time(site, initiated) AS "InitiatedDate", initiated AS "InitiatedDateTimeGmt",
       local_time(site, connected) AS "ConnectedDate", connected AS "ConnectedDateTimeGmt",
       local_time(site, terminated) AS "TerminatedDate", terminated AS "TerminatedDateTimeGmt",
       talk_seconds::INTEGER AS "CallDurationSeconds",
       (CASE WHEN answered AND chance(i, 702, 20) THEN rnd(i, 703, 1 + talk_seconds // 3) ELSE 0 END)::INTEGER
           AS "HoldDurationSeconds",
       (talk_seconds + ring_seconds)::INTEGER AS "LineDurationSeconds",
       CASE site WHEN 1 THEN '8005550' || lpad(rnd(i, 704, 20)::VARCHAR, 3, '0') ELSE '0800'
           || (70000 + rnd(i, 705, 20)) END AS "DNIS",
       strftime(local_time(site, initiated), '%H:%M:%S: ') || ['Incoming call', 'Dialing', 'Intercom call'][direction]
           || E'\r\n' || strftime(local_time(site, connected), '%H:%M:%S: ')
           || CASE WHEN answered THEN 'Connected to ' || display_name ELSE 'Abandoned in queue ' || workgroup END
           || CASE WHEN i % 401 = 0
                   THEN repeat(E'\r\n' || strftime(local_time(site, connected), '%H:%M:%S: ') || 'Transferred to ' || workgroup, 30)
                   ELSE '' END
           || E'\r\n' || strftime(local_time(site, terminated), '%H:%M:%S: ') || 'Disconnected' AS "CallEventLog",
       rnd(i, 706, 100)::INTEGER AS "CustomNum1",
       CASE WHEN i % 17 = 0 THEN -1 - rnd(i, 707, 2147483647) ELSE rnd(i, 707, 1000000) END AS "CustomNum2",
       CASE WHEN i % 5003 = 0 THEN 2147483647 ELSE 0 END AS "CustomNum3",
       'ORD-' || lpad(rnd(i, 708, 1000000)::VARCHAR, 6, '0') AS "CustomString1",
       pick(['en', 'nl', 'fr', 'हिन्दी', '中文', 'ελ'], i, 709) AS "CustomString2",
       -- Trailing blanks inside a variable-width column must survive too.
       pick(['none', 'VIP ', 'ré-appel', '🟢 online'], i, 710) AS "CustomString3",
       local_time(site, connected) AS "CustomDateTime", connected AS "CustomDateTimeGmt",
       media::INTEGER AS "InteractionType",
       CASE WHEN chance(i, 711, 40) THEN 'ACC' || rnd(i, 712, 40) END AS "AccountCode",
       CASE WHEN chance(i, 713, 60) THEN rnd(i, 714, 12)::INTEGER END AS "PurposeCode",
       CASE WHEN chance(i, 715, 70) THEN rnd(i, 716, 30)::INTEGER END AS "DispositionCode",
       CASE WHEN i % 199 = 0 THEN left(repeat(remark(i, 717) || ' / ', 120), 500)
            WHEN chance(i, 718, 30) THEN remark(i, 717) END AS "CallNote",
       site AS "SiteId", (CASE WHEN site = 2 THEN rnd(i, 719, 2) ELSE 0 END)::SMALLINT AS "SubSiteId",
       date_trunc('second', plus(terminated, 45 + rnd(i, 720, 60))) AS "I3TimeStampGMT",
       CASE WHEN answered AND chance(i, 721, 65)
           THEN pick(['Sold', 'Not interested', 'Rückruf', '成約', 'Wrong number'], i, 722) END AS "WrapUpCode"
FROM _call;

-- dEventTime is the wall clock of the site; the table has no twin of it in UTC.
CREATE TABLE "IVRHistory" AS
SELECT call_id AS "InteractionKey", local_time(site, plus(initiated, e.range * 4)) AS "dEventTime",
       e.range::SMALLINT AS "SeqNo", site AS "SiteId", 0 AS "SubSiteId",
       CASE WHEN e.range = 0 THEN 'Enter' WHEN e.range = 4 THEN NULL ELSE 'Menu' END AS "cEventType",
       CASE e.range WHEN 0 THEN 'Main'
           ELSE pick(['Sales', 'Soporte técnico', 'Rechnung', 'भाषा'], i, 750 + e.range) END AS "cEventData1",
       CASE WHEN e.range > 0 THEN rnd(i, 755 + e.range, 10)::VARCHAR END AS "cEventData2",
       CASE WHEN i % 9 = 0 THEN remote_number END AS "cEventData3",
       plus(terminated, 50) AS "I3TimeStampGMT"
FROM _call, range(5) AS e WHERE direction = 1 AND i < rows_for(40, 60) AND e.range <= rnd(i, 760, 5);

CREATE TABLE "FaxEnvelopeHist" AS
SELECT (5000000000 + i)::BIGINT AS "EnvelopeId", (epoch(initiated))::BIGINT AS "EnvelopeTimeStamp",
       (7000000000 + i * 3)::BIGINT AS "FaxId",
       (epoch(initiated))::BIGINT AS "FaxTimestamp", call_id AS "CallIdKey",
       local_time(site, connected) AS "ProcessingDatetime", connected AS "ProcessingDateTimeGmt",
       direction % 2 AS "Direction", CASE WHEN chance(i, 770, 88) THEN 1 ELSE 0 END AS "SuccessFlag",
       'CSID ' || remote_number AS "RemoteCSId",
       remote_number AS "RemoteNumber", NULL::VARCHAR AS "T30", rnd(i, 771, 8) AS "PortNumber",
       20 + rnd(i, 772, 400) AS "Duration",
       pick([9600, 14400, 33600], i, 773) AS "Speed", 1 + rnd(i, 774, 20) AS "PageCount",
       CASE WHEN NOT chance(i, 770, 88) THEN pick(['No carrier', 'Besetzt', 'Erreur T.30 (phase B)'], i, 775) END AS "ErrorInfo",
       rnd(i, 776, 100) AS "SignalQuality", -rnd(i, 777, 60) AS "SignalStrength", rnd(i, 778, 30) AS "LineNoise",
       'From: ' || display_name AS "Header",
       0 AS "SendWhen", NULL::TIMESTAMP AS "CheapBeginDateTime", NULL::TIMESTAMP AS "CheapEndDateTime",
       CASE WHEN i % 5 = 0 THEN local_time(site, initiated) END AS "ScheduledDateTime", rnd(i, 779, 4) AS "Retries",
       300 AS "RetryDelay",
       local_time(site, initiated) AS "SubmitDateTime", initiated AS "SubmitDateTimeGMT", display_name AS "SenderName",
       1 AS "NotifyOnSuccess",
       'fax@example.org' AS "SuccessAddress", 1 AS "NotifyOnFailure", 'fax-errors@example.org' AS "FailureAddress",
       0 AS "FailureAttempts",
       NULL::INTEGER AS "FailureType", 33600 AS "MaxBPS", 'Faxgruppe ' || site AS "DeviceGroup",
       CASE WHEN i % 3 = 0 THEN 'Deckblatt_grün.i3f' END AS "CoverPageName",
       'Société Ç' AS "ToCompany", remote_name AS "ToName", remote_number AS "ToVoicePhone", display_name AS "FromName",
       extension AS "FromFaxPhone",
       extension AS "FromVoicePhone", 'Example Telecom' AS "FromCompany",
       CASE WHEN i % 4 = 0 THEN remark(i, 780) END AS "FaxComment",
       'EXAMPLE ' || site AS "LocalCSId", site AS "SiteId", 0 AS "SubSiteId", plus(terminated, 60) AS "I3TimeStampGMT"
FROM _call WHERE i % 40 = 9;

-- Queue events.  Queue ids 1..12 are the workgroups, from 1000 on the agents.
CREATE TABLE "QueueNameLookup" AS
SELECT (1 + workgroup)::BIGINT AS "QueueId", 'Workgroup Queue:' || name AS "QueueName" FROM _workgroup
UNION ALL SELECT 1000 + agent, 'User Queue:' || user_id FROM _agent;

CREATE TABLE "EE_AbandonEvents" AS
SELECT terminated AS "EventDateTimeUTC", utc_offset(site, terminated) * 1000 AS "EventDTOffset",
       call_id AS "InteractionIDKey", uid('abandon', i) AS "SerialKey",
       site AS "SiteID", 1 + rnd(i, 790, 12) AS "SourceQueueId", 2 AS "SourceQueueType",
       ring_seconds * 1000 AS "TimeInQueue"
FROM _call WHERE NOT answered AND i % 4 = 0;

CREATE TABLE "EE_FlowOutEvents" AS
SELECT make_timestamp(epoch_us(connected) + rnd(i, 791, 1000) * 1000) AS "EventDateTimeUTC",
       utc_offset(site, connected) * 1000 AS "EventDTOffset", call_id AS "InteractionIDKey",
       uid('flow out', i) AS "SerialKey", site AS "SiteID", 1 + rnd(i, 792, 12) AS "SourceQueueId", 2 AS "SourceQueueType",
       12 AS "TargetQueueId",
       CASE WHEN i % 3 <> 0 THEN 2 END AS "TargetQueueType",
       CASE WHEN i % 7 <> 0 THEN ring_seconds * 1000 END AS "TimeInQueue"
FROM _call WHERE i % 60 = 1;

CREATE TABLE "EE_TransferEvents" AS
SELECT plus(connected, 5) AS "EventDateTimeUTC", utc_offset(site, connected) * 1000 AS "EventDTOffset",
       call_id AS "InteractionIDKey",
       uid('transfer', i) AS "SerialKey", site AS "SiteID", 1 + rnd(i, 793, 12) AS "SourceQueueId",
       1000 + agent AS "SourceUserId",
       1 + rnd(i, 794, 12) AS "TargetQueueId", 1000 + rnd(i, 795, getvariable('agents')) AS "TargetUserId",
       CASE WHEN i % 5 <> 0 THEN ring_seconds * 1000 END AS "TimeInSrcQueue", pick([1, 2, 3], i, 796) AS "TransferType"
FROM _call WHERE answered AND i % 55 = 2;
