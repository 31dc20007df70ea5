-- The history of one contact list, from noise that is the same on every machine.  The same file serves each database.
--
-- Variables set by the program: rows (about how many rows in all), seed (0 .. 2^31-1).
-- Nothing here may depend on random(), the clock, row order or the number of threads.

CREATE MACRO rows_for(share, minimum) AS greatest(minimum, getvariable('rows') * share // 100);
CREATE MACRO rnd(list, i, salt, n) AS
    (md5_number_lower(concat(getvariable('seed'), ':', list, ':', i, ':', salt)) % n::UBIGINT)::BIGINT;
CREATE MACRO chance(list, i, salt, percent) AS rnd(list, i, salt, 100) < percent;
CREATE MACRO pick(list, i, salt, choices) AS choices[1 + rnd(list, i, salt, len(choices))];

-- The server's own clock.  Every twelfth call lies in a night in which clocks are set back, in the hour that comes twice.
CREATE MACRO local_moment(list, i, night) AS CASE
    WHEN i % 12 = 5 THEN night + to_milliseconds(3600000 + rnd(list, i, 1, 360000) * 10)
    ELSE TIMESTAMP '2009-01-05 08:00:00' + to_milliseconds(i * 5400000 + rnd(list, i, 2, 360000) * 10) END;
CREATE MACRO later(moment, seconds) AS moment + to_seconds(seconds::BIGINT);

-- i from 1.  A contact is called more than once; two in five calls are answered; one in 23 has no call id.
CREATE MACRO dialed(list, count, night, campaign) AS TABLE
SELECT r.range AS i, local_moment(list, r.range, night) AS placed, chance(list, r.range, 3, 40) AS answered,
       20 + rnd(list, r.range, 4, 400) AS talk, 1 + r.range // 3 AS contact, campaign AS campaign,
       pick(list, r.range, 5, ['anna.smith', 'b.jones', 'carla.gomez', 'd.weber']) AS agent,
       CASE WHEN r.range % 23 <> 8 THEN (2500000000 + r.range)::VARCHAR END AS call
FROM range(1, count + 1) AS r;

CREATE MACRO calls(list, count, night, campaign) AS TABLE
SELECT i AS "ch_id", contact AS "i3_identity", 'ROW' || contact AS "i3_rowid", campaign AS "campaignname", list AS "workflowname",
       '+1555' || lpad(rnd(list, contact, 6, 10000000)::VARCHAR, 7, '0') AS "phonenumber",
       pick(list, i, 7, ['Home', 'Business', 'Mobile', NULL]) AS "phonenumbertype", rpad(call, 11, ' ') AS "callid",
       rpad(call || strftime(placed, '%Y%m%d'), 18, ' ') AS "callidkey", placed AS "callplacedtime",
       CASE WHEN answered THEN later(placed, 12) END AS "callansweredtime", NULL::TIMESTAMP AS "messageplaytime",
       CASE WHEN answered THEN later(placed, 15) END AS "callconnectedtime",
       later(placed, CASE WHEN answered THEN 15 + talk ELSE 30 END) AS "calldisconnectedtime",
       CASE WHEN answered THEN agent END AS "agentid", CASE WHEN answered THEN talk ELSE 0 END AS "length",
       CASE WHEN chance(list, i, 8, 2) THEN 1 ELSE 0 END AS "isabandoned",
       CASE WHEN answered THEN 1 ELSE 0 END AS "iscontact",
       pick(list, i, 9, ['Sold', 'Call back', 'Wrong number']) AS "finishcode",
       pick(list, i, 10, ['Success', 'No answer', 'Busy', 'Machine']) AS "reason", rnd(list, i, 11, 30) AS "caresult",
       CASE WHEN i % 3 = 0 THEN 'SIT tone 486' END AS "cadetail"
FROM dialed(list, count, night, campaign);

CREATE MACRO details(list, count, night) AS TABLE
SELECT i AS "ch_id", rpad(call || strftime(placed, '%Y%m%d'), 18, ' ') AS "callidkey", placed AS "call_requested",
       later(placed, 2) AS "line_connect", later(placed, 3) AS "ca_requested", later(placed, 4) AS "ca_begin",
       later(placed, 6) AS "ca_end", CASE WHEN answered THEN later(placed, 13) END AS "acd_routed",
       CASE WHEN answered THEN later(placed, 15) END AS "agent_connected", NULL::TIMESTAMP AS "playback_requested",
       later(placed, 500) AS "insert_time"
FROM dialed(list, count, night, list) WHERE i % 3 <> 2;

CREATE MACRO agent_events(list, count, night) AS TABLE
SELECT i AS "as_id", agent AS "agentid", later(placed, 5) AS "agenttime", call AS "callid",
       call || strftime(placed, '%Y%m%d') AS "callidkey", CASE WHEN i % 2 = 0 THEN (i % 4)::VARCHAR END AS "stageid",
       pick(list, i, 12, ['breakstatus', 'stage', 'wrapup']) AS "propertyname",
       CASE WHEN i % 5 <> 0 THEN rnd(list, i, 13, 9)::VARCHAR END AS "propertyvalue"
FROM dialed(list, count, night, list) WHERE i % 3 <> 0;
