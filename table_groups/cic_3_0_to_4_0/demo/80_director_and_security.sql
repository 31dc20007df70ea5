-- Routing totals of Director, audits of administration, rights on contacts.

CREATE TABLE "DirectorWrkGrpStatistics" AS
SELECT 1 + r.range AS "StatisticsSet", rnd(r.range, 1401, 90) AS "nProcessEntered", rnd(r.range, 1402, 9) AS "nProcessFail",
       rnd(r.range, 1403, 80) AS "nProcessSuccess", rnd(r.range, 1404, 60) AS "nRemoteAnswered",
       rnd(r.range, 1405, 60) AS "nRouteAnswered",
       rnd(r.range, 1406, 90) AS "nRouteEntered", rnd(r.range, 1407, 9) AS "nRouteFail",
       rnd(r.range, 1408, 80) AS "nRouteSuccess" FROM range(rows_for(4, 24)) AS r;

CREATE TABLE "IWPAudit" AS
WITH acts AS (
    SELECT r.range AS i, a.*, with_fraction(working_moment(a.site, r.range, 1410), r.range, 1415) AS acted
    FROM range(rows_for(4, 24)) AS r JOIN _agent AS a ON a.agent = rnd(r.range, 1416, getvariable('agents'))
)
SELECT uid('portal audit', i) AS "AuditId", acted AS "AuditTimeUTC", utc_offset(site, acted) AS "AuditTimeOffset",
       pick([1, 2, 3, 9], i, 1417) AS "EventType", user_id AS "ICUserId", indiv_id AS "IndivId",
       CASE WHEN i % 3 = 0 THEN remark(i, 1418) END AS "Notes",
       CASE WHEN i % 4 <> 0 THEN uid('portal object', i % 40) END AS "ObjectId",
       CASE WHEN i % 4 <> 0 THEN pick(['Rôle', 'Benutzer', 'Rule'], i, 1419) END AS "ObjectName", 2 AS "ObjectType",
       NULL::VARCHAR AS "OrganizationId", NULL::VARCHAR AS "OrganizationName",
       CASE WHEN i % 5 = 0 THEN -1 ELSE 0 END AS "ResultCode",
       CASE WHEN i % 5 = 0 THEN 'Zugriff verweigert' END AS "ResultText", site AS "SiteId" FROM acts;

CREATE TABLE "IWPAuditDetail" AS
SELECT uid('portal audit detail', r.range * 2 + d.range) AS "AuditDetailId", uid('portal audit', r.range) AS "AuditId",
       ['Display name', 'Enabled'][d.range + 1] AS "ObjectAttribute", remark(r.range, 1420 + d.range) AS "NewValue",
       CASE WHEN r.range % 3 <> 0 THEN remark(r.range, 1422 + d.range) END AS "OldValue"
FROM range(rows_for(4, 24)) AS r, range(2) AS d WHERE r.range % 2 = 0;

-- No key is known: agent 0 has the same right twice.
CREATE TABLE "UserObjectSecurity" AS
SELECT c.indiv_id AS "ExtObjectID", a.indiv_id AS "IndivID", CASE WHEN k.range % 2 = 0 THEN k.range END AS "ObjectID",
       CASE WHEN k.range % 3 = 0 THEN 'Contact ' || c.k END AS "ObjectName", 1 AS "ObjectType", 7 AS "UserRight"
FROM range(40) AS k JOIN _agent AS a ON a.agent = k.range % 20 JOIN _customer AS c ON c.k = k.range
UNION ALL SELECT c.indiv_id, a.indiv_id, 0, 'Contact 0', 1, 7 FROM _agent AS a, _customer AS c
WHERE a.agent = 0 AND c.k = 0;
