-- Half-hour intervals.

-- Day and half hour of the n-th interval of one queue, in working hours, so that no clock change makes a start ambiguous.
-- 17 and 1827 (days in five years) have no common factor: the days differ until all are used.
CREATE MACRO interval_start(site, n) AS at_second(
    (n // 20 * 17 + 8) % 1827 * 86400 + 28800 + n % 20 * 1800
    + CASE site WHEN 1 THEN 18000 WHEN 2 THEN -3600 ELSE -19800 END);

-- What is counted: agents (a), workgroups (w), statistics groups (g), wrap-up codes (c).
CREATE TABLE _interval AS
WITH numbered AS (
    SELECT 'a' AS kind, r.range AS k, a.user_id AS name, w.name AS report_group, a.site,
    r.range // getvariable('agents') AS n
    FROM range(rows_for(20, 48)) AS r JOIN _agent AS a ON a.agent = r.range % getvariable('agents')
    JOIN _workgroup AS w ON w.workgroup = a.workgroup
    UNION ALL
    SELECT 'w', 10000000 + r.range, w.name, w.report_group, (1 + r.range // 12 % 3)::SMALLINT, r.range // 36
    FROM range(rows_for(20, 48)) AS r JOIN _workgroup AS w ON w.workgroup = r.range % 12
    UNION ALL
    SELECT 'g', 20000000 + r.range, 'Skill ' || ['English', 'Français', 'हिन्दी', 'Platin-Kunden'][r.range % 4 + 1], '*',
    (1 + r.range // 4 % 3)::SMALLINT, r.range // 12
    FROM range(rows_for(8, 24)) AS r
    UNION ALL
    SELECT 'c', 30000000 + r.range, ['Sold', 'Not interested', 'Rückruf', '成約'][r.range % 4 + 1], w.name,
    (1 + r.range // 48 % 3)::SMALLINT, r.range // 144
    FROM range(rows_for(10, 30)) AS r JOIN _workgroup AS w ON w.workgroup = r.range // 4 % 12
)
SELECT kind, k, name, report_group, site, interval_start(site, n) AS started,
       rnd(k, 901, CASE kind WHEN 'a' THEN 8 WHEN 'w' THEN 60 ELSE 120 END) AS entered,
       rnd(k, 902, 12) AS abandoned_percent, 40 + rnd(k, 903, 260) AS talk, rnd(k, 904, 60) AS acw, rnd(k, 905, 25) AS wait
FROM numbered;

CREATE TABLE _queue_interval AS
WITH counted AS (
    SELECT *, entered * abandoned_percent // 100 AS abandoned, entered - entered * abandoned_percent // 100 AS answered
    FROM _interval WHERE kind <> 'c'
)
SELECT kind, name AS "cName", report_group AS "cReportGroup", '*' AS "cHKey3",
       CASE kind WHEN 'g' THEN 'Call' ELSE '*' END AS "cHKey4",
       CASE kind WHEN 'a' THEN 'A' WHEN 'w' THEN 'W' ELSE 'S' END AS "cType", local_time(site, started) AS "dIntervalStart",
       1800 AS "nDuration",
       entered AS "nEnteredAcd", abandoned AS "nAbandonedAcd", rnd(k, 910, 2) AS "nGrabbedAcd",
       rnd(k, 911, 2) AS "nLocalDisconnectAcd",
       answered + rnd(k, 912, 3) AS "nAlertedAcd", answered AS "nAnsweredAcd", answered AS "nAnswered",
       answered * 8 // 10 AS "nAcdSvcLvl",
       answered * 5 // 10 AS "nAnsweredAcdSvcLvl1", answered * 2 // 10 AS "nAnsweredAcdSvcLvl2",
       answered // 10 AS "nAnsweredAcdSvcLvl3",
       answered // 20 AS "nAnsweredAcdSvcLvl4", answered // 30 AS "nAnsweredAcdSvcLvl5",
       answered - answered * 5 // 10 - answered * 2 // 10 - answered // 10 - answered // 20 - answered // 30
           AS "nAnsweredAcdSvcLvl6",
       abandoned // 2 AS "nAbandonAcdSvcLvl1", abandoned - abandoned // 2 AS "nAbandonAcdSvcLvl2",
       0 AS "nAbandonAcdSvcLvl3", 0 AS "nAbandonAcdSvcLvl4",
       0 AS "nAbandonAcdSvcLvl5", 0 AS "nAbandonAcdSvcLvl6", 0 AS "tGrabbedAcd", answered * wait AS "tAnsweredAcd",
       wait * 3 AS "mtAnsweredAcd",
       abandoned * wait AS "tAbandonedAcd", answered * talk AS "tTalkAcd", answered * talk AS "tTalkCompleteAcd",
       answered // 4 AS "nHoldAcd", answered // 4 * 25 AS "tHoldAcd",
       answered AS "nAcw", answered * acw AS "tAcw", answered * acw AS "tAcwComplete",
       rnd(k, 913, 4) AS "nExternToInternCalls", answered AS "nExternToInternAcdCalls",
       rnd(k, 914, 3) AS "nInternToExternCalls", 0 AS "nInternToExternAcdCalls", rnd(k, 915, 3) AS "nInternToInternCalls",
       0 AS "nInternToInternAcdCalls",
       rnd(k, 913, 4) * 60 AS "tExternToInternCalls", answered * talk AS "tExternToInternAcdCalls",
       rnd(k, 914, 3) * 80 AS "tInternToExternCalls", 0 AS "tInternToExternAcdCalls",
       rnd(k, 915, 3) * 30 AS "tInternToInternCalls", 0 AS "tInternToInternAcdCalls", rnd(k, 916, 2) AS "nAcwCalls",
       rnd(k, 916, 2) * 45 AS "tAcwCalls",
       answered // 9 AS "nTransferedAcd", rnd(k, 912, 3) AS "nNotAnsweredAcd", answered * 4 AS "tAlertedAcd",
       rnd(k, 917, 2) AS "nFlowOutAcd", rnd(k, 917, 2) * 90 AS "tFlowOutAcd",
       rnd(k, 918, 2) AS "nStartWaitAlertAcdCalls", rnd(k, 919, 2) AS "nStartActiveAcdCalls", 0 AS "nStartHeldAcdCalls",
       rnd(k, 920, 2) AS "nEndWaitAlertAcdCalls",
       rnd(k, 921, 2) AS "nEndActiveAcdCalls", 0 AS "nEndHeldAcdCalls", 0 AS "nTransferWithinAcdCalls",
       answered // 9 AS "nTransferOutAcdCalls", answered AS "nDisconnectAcd",
       1800 AS "tAgentLoggedIn", greatest(0, 1800 - answered * talk) AS "tAgentAvailable",
       least(1800, answered * talk) AS "tAgentTalk", 0 AS "tAgentOtherBusy",
       least(1800, answered * talk) AS "tAgentOnAcdCall", 0 AS "tAgentOnOtherAcdCall",
       least(1800, answered * acw) AS "tAgentInAcw", rnd(k, 922, 120) AS "tAgentOnNonAcdCall",
       rnd(k, 923, 60) AS "tAgentDnd", rnd(k, 924, 300) AS "tAgentNotAvailable", 1800 AS "tAgentAcdLoggedIn",
       rnd(k, 923, 60) AS "tAgentStatusDnd", least(1800, answered * acw) AS "tAgentStatusAcw",
       900 + rnd(k, 925, 901) AS "tAgentLoggedInDiluted", rnd(k, 926, 100) AS "tStatusGroupFollowup",
       rnd(k, 927, 600) AS "tStatusGroupBreak", 0 AS "tStatusGroupTraining",
       rnd(k, 928, 100) AS "CustomValue1", 0 AS "CustomValue2", 0 AS "CustomValue3", 0 AS "CustomValue4",
       0 AS "CustomValue5", CASE WHEN k % 50 = 0 THEN -1 ELSE 0 END AS "CustomValue6",
       site AS "SiteId", 0 AS "SubSiteId", plus(started, 1800 + rnd(k, 929, 50)) AS "I3TimeStampGMT"
FROM counted;

CREATE TABLE "IAgentQueueStats" AS SELECT * EXCLUDE (kind) FROM _queue_interval WHERE kind = 'a';
CREATE TABLE "IWrkgrpQueueStats" AS SELECT * EXCLUDE (kind) FROM _queue_interval WHERE kind = 'w';
CREATE TABLE "IStatsGroup" AS SELECT * EXCLUDE (kind) FROM _queue_interval WHERE kind = 'g';

CREATE TABLE "IWrapUpStats" AS
SELECT name AS "cName", report_group AS "cReportGroup", '*' AS "cHKey3", '*' AS "cHKey4", 'C' AS "cType",
       local_time(site, started) AS "dIntervalStart", 1800 AS "nDuration",
       entered AS "nCompleted", entered // 5 AS "nHold", 0 AS "nSuspended", rnd(k, 930, 2) AS "nSupervisorRequests",
       entered * acw AS "tAcw", entered // 5 * 20 AS "tHold",
       0 AS "tSuspended", entered * talk AS "tTalked", site AS "SiteId", 0 AS "SubSiteId",
       plus(started, 1830) AS "I3TimeStampGMT"
FROM _interval WHERE kind = 'c';

CREATE TABLE "ILineStats" AS
SELECT l.line_id AS "LineId", local_time(l.site, interval_start(l.site, r.range // 72)) AS "dIntervalStart",
       1800 AS "nDuration", rnd(r.range, 940, 30) AS "nEntered",
       rnd(r.range, 941, 1801) AS "tSeized", rnd(r.range, 942, 12) AS "nEnteredOutbound",
       CASE WHEN chance(r.range, 943, 3) THEN 1 ELSE 0 END AS "nOutboundBlocked",
       1800 AS "tResourceAvailable", l.site AS "SiteId", 0 AS "SubSiteId",
       plus(interval_start(l.site, r.range // 72), 1815) AS "I3TimeStampGMT"
FROM range(rows_for(30, 72)) AS r JOIN _line AS l ON l.site = 1 + r.range % 3 AND l.line = r.range // 3 % 24;

CREATE TABLE "ILineGroupStats" AS
SELECT ['Inbound PRI', 'Outbound PRI', 'Lignes SIP', 'Stationen'][r.range // 3 % 4 + 1] AS "GroupId",
       local_time(1 + r.range % 3, interval_start(1 + r.range % 3, r.range // 12)) AS "dIntervalStart",
       1800 AS "nDuration", rnd(r.range, 950, 200) AS "nEntered", rnd(r.range, 951, 24) AS "mEntered",
       rnd(r.range, 952, 20000) AS "tActiveLines", rnd(r.range, 953, 20) AS "tAllBusy",
       rnd(r.range, 954, 20000) AS "tSeized", rnd(r.range, 955, 90) AS "nEnteredOutbound", 0 AS "nOutboundBlocked",
       43200 AS "tResourceAvailable", 1 + r.range % 3 AS "SiteId", 0 AS "SubSiteId",
       plus(interval_start(1 + r.range % 3, r.range // 12), 1820) AS "I3TimeStampGMT"
FROM range(rows_for(10, 24)) AS r;

CREATE TABLE "IVRInterval" AS
SELECT 1 + r.range AS "IVRIntervalId", 1 + r.range % 3 AS "SiteId", 0 AS "SubSiteId",
       ['Main', 'Sales', 'Soporte técnico', 'भाषा'][r.range // 3 % 4 + 1] AS "cLevelName",
       CASE r.range // 3 % 4 WHEN 0 THEN 'Root' ELSE 'Root > Main' END AS "ParentLevels",
       CASE r.range // 3 % 4 WHEN 0 THEN 0 ELSE 1 END AS "nLevel",
       pick(['Agent', 'Voice mail', 'Hang up', 'Répondeur'], r.range, 960) AS "cExitPath",
       rnd(r.range, 961, 5) AS "nExitCode",
       local_time(1 + r.range % 3, interval_start(1 + r.range % 3, r.range // 12)) AS "dIntervalStart",
       interval_start(1 + r.range % 3, r.range // 12) AS "dIntervalStartGMT", 1800 AS "nDuration",
       rnd(r.range, 962, 900) AS "nDurationFirst", rnd(r.range, 963, 200) AS "nDurationRepeat",
       rnd(r.range, 964, 80) AS "nEnteredFirst", rnd(r.range, 965, 20) AS "nEnteredRepeat",
       plus(interval_start(1 + r.range % 3, r.range // 12), 1810) AS "I3TimeStampGMT"
FROM range(rows_for(8, 24)) AS r;
