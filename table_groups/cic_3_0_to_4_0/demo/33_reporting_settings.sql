-- Report definitions and results, and the mirrors of live configuration (a handful of rows each).

CREATE TABLE _report AS SELECT r.range AS k, uid('report', r.range) AS report_id,
at_second(86400 * (30 + r.range * 40)) AS modified FROM range(12) AS r;

CREATE TABLE "RPT_categories" AS
SELECT uid('category', k) AS "category_id", ['Queues', 'Agents', 'Lignes', 'Gebühren', 'レポート', 'Fax'][k + 1] AS "name",
       CASE WHEN k % 2 = 0 THEN remark(k, 971) END AS "description",
       CASE WHEN k = 1 THEN 'RES_DESC_' || k END AS "description_resource", 'cat' || k AS "friendly_key",
       k <> 5 AS "is_visible", modified AS "last_modified_dateUTC",
       CASE WHEN k = 2 THEN 'I3_ACCESS_REPORTS' END AS "license", NULL::VARCHAR AS "name_resource", k AS "seqno",
       1 AS "version"
FROM _report WHERE k < 6;

CREATE TABLE "RPT_custom_data" AS
SELECT uid('custom data', k) AS "custom_data_id", CASE WHEN k % 4 <> 0 THEN repeat('<v>ü</v>', 50 + k) END AS "custom_data",
       CASE WHEN k % 3 = 0 THEN remark(k, 972) END AS "description", k % 2 AS "encrypted",
       modified AS "last_modified_dateUTC", 'Parameter set ' || k AS "name", report_id AS "report_id", 1 AS "version"
FROM _report;

CREATE TABLE "RPT_flexible_columns" AS
SELECT uid('column', k * 3 + c.range) AS "flexible_columns_id", 'Custom' || c.range AS "column_name",
       NULL::VARCHAR AS "description", NULL::VARCHAR AS "description_resource", modified AS "last_modified_dateUTC",
       pick(['Umsatz', 'Region', 'Note'], k, 973 + c.range) AS "name", NULL::VARCHAR AS "name_resource",
       report_id AS "report_id", 1 AS "version" FROM _report, range(3) AS c;

CREATE TABLE "RPT_metadata_updates" AS
SELECT uid('category', k % 6) AS "id", 'RPT_categories' AS "table_name", 'name' AS "column_name",
       '3.0.' || k AS "release_version",
       CASE WHEN k = 7 THEN repeat('Große Änderung. ', 1500) ELSE remark(k, 976) END AS "value" FROM _report;

CREATE TABLE "RPT_sections" AS
SELECT uid('section', k) AS "section_id", report_id AS "report_id", 'Section ' || chr((65 + k)::INTEGER) AS "section_name",
       k % 4 <> 0 AS "is_visible", modified AS "last_modified_dateUTC", 1 AS "version" FROM _report;

CREATE TABLE "RPT_system_settings" AS
SELECT uid('settings', k) AS "system_settings_id", k AS "first_day_of_week", modified AS "last_modified_dateUTC",
       CASE WHEN k = 1 THEN '\\files\logo_größe.png' END AS "system_logo_file", 600 AS "timeout_period", 1 AS "version"
FROM _report WHERE k < 2;

CREATE TABLE "RPT_tables" AS
SELECT uid('table', k) AS "table_id", report_id AS "report_id", 'Dataset ' || k AS "table_name",
       'IC Database' AS "ic_datasource", k AS "seqno", modified AS "last_modified_dateUTC", 1 AS "version" FROM _report;

CREATE TABLE "SR_ReportParameters" AS
SELECT 'Queue summary ' || k AS "ReportName", s.code AS "SiteName", 'p' || p.range AS "ParameterName",
       pick(['String', 'DateTime', 'Number'], k, 980 + p.range) AS "ParameterValueType",
       CASE WHEN p.range = 0 THEN 'Yes' END AS "AllowInput",
       CASE WHEN p.range = 1 THEN repeat('Vorgabe;', 300) ELSE '*' END AS "DefaultValue",
       CASE WHEN p.range <> 2 THEN remark(k, 984) END AS "Description"
FROM _report, _site AS s, range(3) AS p WHERE k < 5;

CREATE TABLE "SR_Results" AS
SELECT 'Queue summary ' || r.range % 5 AS "ReportName", s.code AS "SiteName", 'Schedule ' || r.range % 9 AS "Name",
       at_second(r.range * 86400 + 21600) AS "StartDateTime",
       CASE WHEN r.range % 9 <> 0 THEN at_second(r.range * 86400 + 21690) END AS "EndDateTime",
       at_second(r.range * 86400 + 21600) AS "RunTime", at_second(r.range * 86400 + 21700) AS "LastUpdate",
       a.user_id AS "LastUpdatedBy",
       CASE WHEN r.range % 2 = 0 THEN 'reports@example.org;direction@example.org' END AS "EmailAddresses",
       pick(['OK', 'Échec', NULL], r.range, 985) AS "EmailResult",
       '\\files\reports\' || r.range || '.pdf' AS "FileLocations", 'OK' AS "FileResult", NULL::VARCHAR AS "PrinterNames",
       NULL::VARCHAR AS "PrinterResult", CASE WHEN r.range % 30 = 0 THEN 'Y' ELSE 'N' END AS "TestSchedule"
FROM range(rows_for(2, 20)) AS r JOIN _site AS s ON s.site = 1 + r.range % 3
JOIN _agent AS a ON a.agent = rnd(r.range, 986, getvariable('agents'));

CREATE TABLE "AccountCodeMirror" AS
SELECT 'ACC' || r.range AS "AccountCode", pick(['Réclamation', 'Order', 'ऑर्डर'], r.range, 987) AS "Description",
       at_second(0) AS "I3TimeStampGMT", s.site AS "SiteId", 0 AS "SubSiteId"
FROM range(4) AS r, _site AS s;

CREATE TABLE "UserWorkgroups" AS
SELECT a.user_id AS "UserId", w.name AS "WorkGroup", 1 AS "QueueFlag", at_second(0) AS "I3TimeStampGMT", a.site AS "SiteId",
       0 AS "SubSiteId"
FROM _agent AS a JOIN _workgroup AS w ON w.workgroup = a.workgroup WHERE a.agent < 12;

CREATE TABLE "LineConfig" AS
SELECT line_id AS "LineId", 1 AS "ActiveFlag", pick(['Inbound', 'Outbound', 'Both'], line, 988) AS "Direction",
       CASE WHEN line < 4 THEN 'Station' ELSE 'ISDN' END AS "LineType",
       CASE WHEN line >= 4 THEN phone(site, line, 989) END AS "PhoneNumber", at_second(0) AS "I3TimeStampGMT",
       site AS "SiteId", 0 AS "SubSiteId" FROM _line WHERE line < 8;

CREATE TABLE "LineGroupConfig" AS
SELECT g.name AS "GroupId", g.name AS "Description", g.dial AS "DialGroupFlag", 1 AS "ReportFlag",
       at_second(0) AS "I3TimeStampGMT", s.site AS "SiteId", 0 AS "SubSiteId"
FROM (VALUES ('Inbound PRI', 0), ('Outbound PRI', 1), ('Lignes SIP', 1), ('Stationen', 0)) AS g(name, dial), _site AS s;

CREATE TABLE "LineGroupLines" AS
SELECT CASE WHEN line < 4 THEN 'Stationen' ELSE 'Inbound PRI' END AS "GroupId", line_id AS "LineId",
       at_second(0) AS "I3TimeStampGMT", site AS "SiteId", 0 AS "SubSiteId" FROM _line WHERE line < 8;
