-- Calls that campaigns placed.  Columns here are not Unicode: only agents with plain user names dial.

CREATE SCHEMA "ININ_DIALER_40";

CREATE TABLE _dialer_agent AS SELECT row_number() OVER (ORDER BY agent) - 1 AS k, user_id, site FROM _agent
WHERE plain_login;
SET VARIABLE dialer_agents = (SELECT count(*) FROM _dialer_agent);

CREATE TABLE _dialed AS
SELECT r.range AS i, a.user_id, a.site, 'ODS-' || s.code AS ods,
       with_fraction(working_moment(a.site, r.range, 1501), r.range, 1505) AS placed, chance(r.range, 1506, 45) AS answered,
       20 + rnd(r.range, 1507, 400) AS talk_seconds,
       ['Spring offer', 'Renewals 2010', 'Payment reminder', 'Survey call-back'][1 + rnd(r.range, 1508, 4)] AS campaign,
       phone(a.site, r.range, 1509) AS number,
       CASE WHEN r.range % 37 = 8 THEN NULL ELSE rpad((2500000000 + r.range)::VARCHAR, 11, ' ') END AS callid
FROM range(rows_for(30, 60)) AS r JOIN _dialer_agent AS a ON a.k = rnd(r.range, 1510, getvariable('dialer_agents'))
JOIN _site AS s ON s.site = a.site;

CREATE TABLE "ININ_DIALER_40"."CallHistory" AS
SELECT (10000 + i)::BIGINT AS "callhistory_id", campaign AS "campaignname", ods AS "siteid", 1 + i % 5000 AS "i3_identity",
       'ROW' || i % 5000 AS "i3_rowid", callid AS "callid",
       rpad(rtrim(callid) || strftime(placed, '%Y%m%d'), 18, ' ') AS "callidkey", number AS "phonenumber",
       pick(['Home', 'Business', 'Mobile', NULL], i, 1511) AS "phonenumbertype", placed AS "callplacedtimeUTC",
       CASE WHEN answered THEN plus(placed, 12) END AS "callansweredtimeUTC", NULL::TIMESTAMP AS "messageplaytimeUTC",
       CASE WHEN answered THEN plus(placed, 15) END AS "callconnectedtimeUTC",
       plus(placed, CASE WHEN answered THEN 15 + talk_seconds ELSE 30 END) AS "calldisconnectedtimeUTC",
       CASE WHEN answered THEN user_id END AS "agentid", CASE WHEN answered THEN talk_seconds ELSE 0 END AS "length",
       CASE WHEN chance(i, 1512, 2) THEN 1 ELSE 0 END AS "isabandoned",
       CASE WHEN answered THEN 1 ELSE 0 END AS "iscontact",
       pick(['Success', 'No answer', 'Busy', 'Machine'], i, 1513) AS "wrapupcategory",
       pick(['Sold', 'Call back', 'Wrong number'], i, 1514) AS "wrapupcode", rnd(i, 1515, 30) AS "caresult",
       CASE WHEN i % 3 = 0 THEN 'SIT tone 486' END AS "cadetail",
       CASE WHEN i % 9 <> 0 THEN 0 END AS "isAdditionalCall", CASE WHEN i % 9 <> 0 THEN i % 4 END AS "agentoverride"
FROM _dialed;

CREATE TABLE "ININ_DIALER_40"."CallHistory_Details" AS
SELECT (10000 + i)::BIGINT AS "callhistory_id", rpad(rtrim(callid) || strftime(placed, '%Y%m%d'), 18, ' ') AS "callidkey",
       placed AS "call_requested", plus(placed, 2) AS "line_connect", plus(placed, 3) AS "ca_requested",
       plus(placed, 4) AS "ca_begin", plus(placed, 6) AS "ca_end",
       CASE WHEN answered THEN plus(placed, 13) END AS "acd_routed",
       CASE WHEN answered THEN plus(placed, 15) END AS "agent_connected", NULL::TIMESTAMP AS "playback_requested",
       CASE WHEN i % 41 <> 0 THEN plus(placed, 500) END AS "insert_time" FROM _dialed WHERE i % 3 <> 2;

CREATE TABLE "ININ_DIALER_40"."AgentStats" AS
SELECT (20000 + i)::BIGINT AS "agentstats_id", user_id AS "agentid", placed AS "agenttimeUTC", rtrim(callid) AS "callid",
       rtrim(callid) || strftime(placed, '%Y%m%d') AS "callidkey",
       CASE WHEN i % 10 <> 0 THEN campaign END AS "campaignname", utc_offset(site, placed) AS "odsoffset",
       pick(['breakstatus', 'stage', 'wrapup'], i, 1520) AS "propertyname",
       CASE WHEN i % 5 <> 0 THEN rnd(i, 1521, 9)::VARCHAR END AS "propertyvalue", ods AS "siteid",
       CASE WHEN i % 2 = 0 THEN (i % 4)::VARCHAR END AS "stageid" FROM _dialed WHERE i % 3 <> 0;

-- No key, and 19 characters wide: calls have 18 and carry a blank.
CREATE TABLE "ININ_DIALER_40"."DigitalHistory" AS
SELECT rpad(coalesce(rtrim(callid), (2500000000 + i)::VARCHAR) || strftime(placed, '%Y%m%d'), 19, ' ') AS "interactionid",
       CASE WHEN i % 4 = 0 THEN rpad((2500000000 + i)::VARCHAR || strftime(placed, '%Y%m%d'), 19, ' ') END AS "associated_callid",
       i % 2 AS "digital_type",
       CASE WHEN i % 2 = 0 THEN pick(['Your offer', 'Ihre Verlängerung läuft ab ⏰', '見積書'], i, 1530) END AS "email_subject",
       pick(['Standard', 'Höflich', NULL], i, 1531) AS "policy_behavior_name",
       'contact' || i || '@example.org' AS "recipient", 'campaigns@example.com' AS "sender",
       make_timestamp(epoch_us(placed) + rnd(i, 1532, 10) * 1000) AS "time_queued_utc" FROM _dialed WHERE i % 8 = 1;

CREATE TABLE "ININ_DIALER_40"."CallHistory_RuleGroup" AS
SELECT 1 + r.range AS "RuleGroupId", 'Règle ' || r.range AS "ActiveRuleGroupName", uid('rule set', r.range) AS "RuleSetId"
FROM range(10) AS r;

CREATE TABLE "ININ_DIALER_40"."CampaignFilterDefinition" AS
SELECT 1 + r.range // 2 AS "CampaignFilterId", uid('filter', r.range) AS "FilterId",
       CASE WHEN r.range % 5 <> 4 THEN 'PLZ beginnt mit ' || r.range END AS "FilterName" FROM range(12) AS r;

CREATE TABLE "ININ_DIALER_40"."AgentComplianceOverrides" AS
SELECT 1 + r.range AS "id", r.range % 2 = 0 AS "Filter", r.range % 3 = 0 AS "QueryTimeFilter",
       CASE WHEN r.range <> 4 THEN FALSE END AS "ZoneBlocking", TRUE AS "Skills", r.range % 2 = 1 AS "DailyLimit",
       FALSE AS "MinimumSpacing", TRUE AS "PNDStatus", FALSE AS "DNCScrub",
       CASE WHEN r.range <> 2 THEN TRUE END AS "CampaignOwnership"
FROM range(10) AS r;
