-- Logs of agents, administrators and sessions.

-- Each agent's statuses follow each other without gaps within a day: 24 slots of a quarter to half an hour from 08:00.
CREATE TABLE "AgentActivityLog" AS
WITH slots AS (
    SELECT r.range AS i, a.*, (r.range // getvariable('agents')) % 24 AS slot,
    r.range // getvariable('agents') // 24 AS day_no
    FROM range(rows_for(200, 240)) AS r JOIN _agent AS a ON a.agent = r.range % getvariable('agents')
), timed AS (
    SELECT *,
    plus(at_second((day_no * 17 + agent) % 1827 * 86400 + 28800
                          + CASE site WHEN 1 THEN 18000 WHEN 2 THEN -3600 ELSE -19800 END),
                   slot * 1500) AS begun,
           pick(['Available', 'Available', 'Available', 'Follow Up', 'Lunch', 'At a training session', 'Pause café',
                 'Do Not Disturb', 'Gone Home'], i, 801) AS status_key
    FROM slots
), ended AS (SELECT *, plus(begun, 1500) AS ended_at FROM timed)
SELECT user_id AS "UserId", local_time(site, begun) AS "StatusDateTime", begun AS "StatusDateTimeGMT", 1 AS "ChangedStatus",
       rnd(i, 802, 2) AS "ChangedStatusGroup", CASE WHEN slot = 0 THEN 1 ELSE 0 END AS "ChangedLoggedIn",
       0 AS "ChangedAcdLoggedIn",
       status_key AS "StatusKey",
       CASE WHEN status_key = 'Follow Up' THEN 'Followup' WHEN status_key = 'Available' THEN 'Available'
           ELSE 'Break' END AS "StatusGroup",
       CASE WHEN status_key = 'Gone Home' THEN 0 ELSE 1 END AS "LoggedIn",
       CASE WHEN status_key = 'Available' THEN 1 ELSE 0 END AS "AcdLoggedIn",
       CASE WHEN status_key = 'Do Not Disturb' THEN 1 ELSE 0 END AS "StatusDnd",
       CASE WHEN status_key = 'Follow Up' THEN 1 ELSE 0 END AS "StatusAcw",
       local_time(site, ended_at) AS "EndDateTime", ended_at AS "EndDateTimeGMT", 1500 AS "StateDuration", 0 AS "SeqNo",
       site AS "SiteId", 0 AS "SubSiteId",
       plus(ended_at, rnd(i, 803, 90)) AS "I3TimeStampGMT"
FROM ended;

-- This log has no key: two rows may be equal in every column, and the first ten are.
CREATE TABLE "AgentQueueActivationHist" AS
WITH moves AS (
    SELECT r.range AS i, greatest(r.range, 9) AS j FROM range(rows_for(8, 30)) AS r
)
SELECT w.name AS "Workgroup", CASE WHEN j % 31 <> 0 THEN a.user_id END AS "UserId",
       CASE WHEN j % 7 <> 0 THEN b.user_id END AS "ActivatedBy",
       local_time(a.site, working_moment(a.site, j, 810)) AS "ActivationDateTime",
       working_moment(a.site, j, 810) AS "ActivationDateTimeGMT",
       j % 2 AS "ActivationFlag", 1 AS "HasQueueFlag", plus(working_moment(a.site, j, 810), 30) AS "I3TimeStampGMT",
       a.site AS "SiteId", 0 AS "SubSiteId"
FROM moves JOIN _agent AS a ON a.agent = rnd(j, 815, getvariable('agents'))
JOIN _agent AS b ON b.agent = rnd(j, 816, getvariable('agents'))
JOIN _workgroup AS w ON w.workgroup = rnd(j, 817, 12);

CREATE TABLE "LoginLogoutChangeLog" AS
WITH acts AS (
    SELECT r.range AS i, a.*, s.server,
           make_timestamp(epoch_us(working_moment(a.site, r.range, 820)) + rnd(r.range, 825, 1000) * 1000) AS acted
    FROM range(rows_for(30, 60)) AS r JOIN _agent AS a ON a.agent = rnd(r.range, 826, getvariable('agents'))
    JOIN _site AS s ON s.site = a.site
)
SELECT 1 + i AS "Id", 1 + i % 2 AS "Action", local_time(site, acted) AS "ActionDateTime", acted AS "ActionDateTimeGMT",
       pick(['Success', 'Success', 'Success', 'Mot de passe erroné', NULL], i, 827) AS "ActionResult",
       pick([1, 2, 7], i, 828) AS "ApplicationId",
       date_trunc('second', plus(acted, 20)) AS "I3TimeStampGMT", server AS "ICServer",
       CASE WHEN i % 3 <> 0 THEN uid('session', i) END AS "SessionManagerInstanceId",
       site AS "SiteId", CASE WHEN i % 11 <> 0 THEN station END AS "Station",
       CASE WHEN i % 53 <> 0 THEN user_id END AS "UserId"
FROM acts;

CREATE TABLE _change AS
SELECT r.range AS i, a.site, a.user_id, a.station, working_moment(a.site, r.range, 830) AS changed,
       pick(['Users', 'Workgroups', 'Stations', 'Lines', 'Skills', 'Schedules'], r.range, 835) AS entry_class,
       b.user_id AS entry
FROM range(rows_for(12, 40)) AS r JOIN _agent AS a ON a.agent = rnd(r.range, 836, getvariable('agents'))
JOIN _agent AS b ON b.agent = rnd(r.range, 837, getvariable('agents'));

CREATE TABLE "IAChangeLog" AS
SELECT local_time(site, changed) AS "ChangeDateTime", changed AS "ChangeDateTimeGMT",
       strftime(local_time(site, changed), '%H:%M:%S') AS "ChangeTime",
       pick(['Add', 'Modify', 'Delete'], i, 840) AS "ChangeType", entry_class AS "EntryClass",
       CASE WHEN i % 19 <> 0 THEN entry END AS "EntryKey",
       plus(changed, 10) AS "I3TimeStampGMT", site AS "SiteId", station AS "StationId", 0 AS "SubSiteId",
       CASE WHEN i % 29 <> 0 THEN user_id END AS "UserId"
FROM _change;

CREATE TABLE "ICDirChangeLog" AS
SELECT local_time(site, changed) AS "ChangeDateTime", changed AS "ChangeDateTimeGMT",
       strftime(local_time(site, changed), '%H:%M:%S') AS "ChangeTime",
       entry_class AS "EntryClass", entry AS "EntryName", '\Example\Production\' || entry_class || '\' || i AS "EntryPath",
       plus(changed, 5) AS "I3TimeStampGMT",
       CASE WHEN i % 6 <> 0 THEN 'Display Name,Extension,Überwachung' END AS "ListOfAttributes",
       pick(['Add', 'Change', 'Delete'], i, 860) AS "NotificationType",
       site AS "SiteId", 0 AS "SubSiteId"
FROM _change WHERE i % 3 = 0;

CREATE TABLE "ICErrorCodeLookup" AS SELECT * FROM (VALUES
    ('error.ivr.timeout', 'No input from the caller'), ('error.db.open', 'Datenquelle nicht verfügbar'),
    ('error.tts', 'Speech server busy'), ('error.acd.overflow', 'File d''attente pleine'))
    AS t("ICErrorCode", "ErrorDescription");

CREATE TABLE "DataExtractorAudit" AS
WITH jobs AS (SELECT r.range AS i, a.*, at_milli(rnd(r.range, 870, 157000000) * 1000 + rnd(r.range, 871, 1000)) AS submitted
    FROM range(rows_for(1, 20)) AS r JOIN _agent AS a ON a.agent = rnd(r.range, 872, getvariable('agents')))
SELECT uid('extract', i) AS "JobID", 'Nightly extract – ' || pick(['calls', 'appels', 'Fax'], i, 873) AS "JobName",
       user_id AS "SubmitUser",
       submitted AS "SubmitDateTime", plus(submitted, 1) AS "QueuedDateTime",
       CASE WHEN i % 8 <> 0 THEN plus(submitted, 60) END AS "StartedDateTime",
       CASE WHEN i % 8 > 1 THEN plus(submitted, 900) END AS "FinishedDateTime",
       CASE WHEN i % 8 = 1 THEN plus(submitted, 120) END AS "FailedDateTime",
       CASE WHEN i % 8 = 1 THEN repeat('ODBC: timeout expired [HYT00] ', 40) END AS "FailureInfo",
       CASE WHEN i % 8 = 0 THEN plus(submitted, 30) END AS "CancelledDateTime",
       CASE WHEN i % 8 = 0 THEN user_id END AS "CancelledUser",
       CASE WHEN i = 3 THEN '{"columns": [' || repeat('"Spalte_ä", ', 2500) || '"last"]}'
           ELSE '{"columns": ["all"]}' END AS "JobConfig",
       CASE WHEN i % 4 <> 0 THEN '\\files\extract\' || site END AS "OutputFolder", site AS "SiteID"
FROM jobs;
