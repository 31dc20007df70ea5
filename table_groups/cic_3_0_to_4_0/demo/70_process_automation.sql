-- Process definitions and the instances that ran.

-- Documents are written the way SQL Server gives them back: no declaration, no white space between elements.
CREATE MACRO step_document(i, steps) AS
    '<Flow Id="' || i || '"><Title>Prüfung Nr. ' || i || '</Title>'
        || repeat('<Step Kind="Route"><Name>Weiterleiten → Süd</Name><Wait>30</Wait></Step>', steps) || '</Flow>';

CREATE TABLE _flow AS
SELECT r.range AS i, uid('flow', r.range) AS exec_id, c.site, c.call_id, c.user_id,
       make_timestamp(epoch_us(c.connected) + rnd(r.range, 1301, 1000) * 1000) AS started, c.connected AS started_exact,
       300 + rnd(r.range, 1302, 90000) AS run_seconds, NOT chance(r.range, 1303, 8) AS done
FROM range(rows_for(3, 24)) AS r JOIN _call AS c ON c.i = r.range;

CREATE TABLE "IPA_Entities" AS
SELECT uid('entity', r.range // 2) AS "ObjectID", uid('process', r.range // 4) AS "FlowID",
       1 + r.range % 2 AS "MajorRevision", 0 AS "MinorRevision",
       CASE WHEN r.range % 6 <> 5 THEN 'Antrag ' || r.range END AS "ObjectName", 1 AS "SiteId", 1 AS "Version"
FROM range(24) AS r;

CREATE TABLE "IPA_FlowSchema" AS
SELECT uid('process', r.range // 2) AS "FlowID", 1 + r.range % 2 AS "FLowMajorRevision", 0 AS "FlowMinorRevision",
       1 AS "SiteId", step_document(r.range, CASE WHEN r.range = 3 THEN 1000 ELSE 2 + r.range END) AS "XMLSchema",
       1 AS "Version" FROM range(12) AS r;

CREATE TABLE "IPA_Jobs" AS
SELECT uid('job', i) AS "JobExecID", started AS "StartDateTime", utc_offset(site, started) AS "StartDateTimeOffset",
       CASE WHEN done THEN plus(started, run_seconds) END AS "EndDateTime",
       CASE WHEN done THEN utc_offset(site, plus(started, run_seconds)) END AS "EndDateTimeOffset", site AS "SiteID",
       1 AS "Version" FROM _flow;

CREATE TABLE "IPA_Flow_Attributes" AS
SELECT exec_id AS "FlowExecID", n.name AS "AttrName", n.kind AS "AttrType",
       CASE WHEN i % 17 = 5 THEN NULL WHEN i = 11 THEN repeat('Lange Angabe – ', 2000)
           ELSE remark(i, 1310 + n.kind) END AS "AttrValue", 1 AS "Version" FROM _flow,
       (VALUES ('Applicant', 1), ('Betrag (€)', 2)) AS n(name, kind);

CREATE TABLE "IPA_Flow_Notes" AS
SELECT exec_id AS "FlowExecID", user_id AS "ICUserID", plus(started, 60) AS "LastModifiedDateTime",
       utc_offset(site, plus(started, 60)) AS "LastModifiedDTOffset", remark(i, 1313) AS "Notes", 1 AS "Version" FROM _flow
WHERE i % 2 = 0;

CREATE TABLE "IPA_FlowData_Audit" AS
SELECT exec_id AS "FlowExecID", uid('action', i) AS "ActionExecID", uid('element', i % 9) AS "DataElementID",
       CASE WHEN i % 8 <> 7 THEN '<Value Kind="text">' || replace(replace(remark(i, 1314), '&', '&amp;'), E'\r\n', ' ')
           || '</Value>' END AS "DataElementValue", plus(started_exact, 61) AS "LastModifiedDateTime", 1 AS "Version"
FROM _flow;

CREATE TABLE "IPA_Related_Interactions" AS
SELECT exec_id AS "FlowExecID", call_id AS "CallIdKey", rpad(left(call_id, 10), 10, ' ') AS "CallId",
       started AS "DateRelated", utc_offset(site, started) AS "DateRelatedOffset", user_id AS "UserQueueID", 1 AS "Version"
FROM _flow;

CREATE TABLE "IPA_States" AS
SELECT uid('state', i * 2 + s.range) AS "StateExecID", exec_id AS "FlowExecID",
       uid('state definition', s.range) AS "StateID",
       CASE WHEN s.range = 1 THEN uid('action', i) END AS "ParentActionExecID",
       CASE WHEN i % 3 <> 0 THEN uid('action', i) END AS "InitialActionExecID",
       plus(started_exact, s.range * 100) AS "StartDateTime",
       utc_offset(site, started_exact) AS "StartDateTimeOffset",
       CASE WHEN done THEN plus(started_exact, 100 + s.range * 150) END AS "EndDateTime",
       CASE WHEN done THEN utc_offset(site, started_exact) END AS "EndDateTimeOffset", 1 AS "Version" FROM _flow,
       range(2) AS s;

CREATE TABLE "IPA_Tasks" AS
SELECT uid('task', i * 2 + t.range) AS "TaskExecID", exec_id AS "FlowExecID", uid('task definition', t.range) AS "TaskID",
       CASE WHEN t.range = 1 THEN uid('task', i * 2) END AS "ParentTaskExecID", uid('state', i * 2) AS "ParentStateExecID",
       uid('action', i) AS "ParentActionExecID", NULL::VARCHAR AS "InitialActionExecID",
       plus(started_exact, 10 + t.range) AS "StartDateTime", utc_offset(site, started_exact) AS "StartDateTimeOffset",
       CASE WHEN done THEN plus(started_exact, 90) END AS "EndDateTime",
       CASE WHEN done THEN utc_offset(site, started_exact) END AS "EndDateTimeOffset",
       CASE WHEN i % 4 = 0 THEN plus(started_exact, 86400) END AS "DueDateTime",
       CASE WHEN i % 4 = 0 THEN utc_offset(site, started_exact) END AS "DueDateTimeOffSet",
       pick(['Approved', 'Abgelehnt', NULL], i, 1315) AS "TaskOutput", 1 + t.range AS "TaskTypeID", 1 AS "Version"
FROM _flow, range(2) AS t;

CREATE TABLE "IPA_Work_Items" AS
SELECT uid('work item', i) AS "WorkItemExecID", exec_id AS "FlowExecID", uid('work item definition', i % 5) AS "WorkItemID",
       CASE WHEN done THEN uid('work item output', i % 3) END AS "WorkItemOutputID", uid('action', i) AS "ActionID",
       'WorkItem' AS "ActionType", 'Anträge > Kredit' AS "Category", remark(i, 1316) AS "Description",
       CASE WHEN i % 3 = 0 THEN plus(started, 172800) END AS "DueDateUTC", started AS "StartDateTime",
       utc_offset(site, started) AS "StartDateTimeOffset",
       CASE WHEN done THEN plus(started, run_seconds) END AS "EndDateTime",
       CASE WHEN done THEN utc_offset(site, plus(started, run_seconds)) END AS "EndDateTimeOffset",
       NULL::VARCHAR AS "InitialActionExecID", uid('action', i) AS "ParentActionExecID",
       uid('state', i * 2) AS "StateExecID", uid('task', i * 2) AS "TaskExecID", 1 AS "Version" FROM _flow;

-- Working storage of the engine: a row or two.
CREATE TABLE "flowexec_Storage" AS SELECT uid('storage', 1) AS "StorageID", 'icind01' AS "CreateHost",
at_milli(1250) AS "CreateTime", 'icind01' AS "LastHost", at_milli(99999250) AS "LastTime";
CREATE TABLE "flowexec_Flows" AS SELECT uid('running', 1) AS "ExecID", exec_id AS "FlowExecID",
uid('process', 0) AS "FlowConfigID", '1.0' AS "FlowConfigRev", 1 AS "LaunchMode", uid('storage', 1) AS "StorageOwnerID",
1 AS "Type", NULL::VARCHAR AS "Attributes" FROM _flow WHERE i = 1;
CREATE TABLE "flowexec_Completion" AS SELECT uid('completion', 1) AS "CompletionID", uid('running', 1) AS "ParentExecID",
uid('running', 2) AS "ChildExecID", 0 AS "CompleteCode", NULL::BIGINT AS "CompleteTime", NULL::VARCHAR AS "CompleteVars";
