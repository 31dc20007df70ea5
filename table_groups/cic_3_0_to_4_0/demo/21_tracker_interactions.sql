-- Tracked interactions: segments of the calls, who took part, notes and attributes.

CREATE TABLE _segment AS
SELECT c.i, key22('segment', c.i) AS intx_id, c.* EXCLUDE (i),
       CASE WHEN c.media = 255 THEN 0 ELSE c.media END AS intx_type,
       -- One caller in eight was never identified.
       CASE WHEN chance(c.i, 601, 12) THEN '0000000000000000000002' ELSE u.indiv_id END AS customer_id
FROM _call AS c JOIN _customer AS u ON u.k = rnd(c.i, 602, getvariable('customers'))
WHERE c.i < rows_for(55, 60);

CREATE TABLE "IntxSegment" AS
SELECT intx_id AS "IntxID", intx_type AS "IntxTypeID", 1 + rnd(i, 603, 3) AS "Version",
       CASE WHEN i % 6 = 0 THEN 'INC' || lpad(i::VARCHAR, 9, '0') END AS "AppIncidentID",
       CASE WHEN answered THEN workgroup END AS "AssignedWorkGroup",
       CASE WHEN intx_type = 5
           THEN pick(['Re: Your order', 'AW: Rechnung März', 'Facture n° 2010-117', '【重要】お問い合わせ'], i, 604) END AS "EmailSubject",
       CASE WHEN intx_type = 5 THEN rnd(i, 605, 5) END AS "EmailPriority",
       make_timestamp(epoch_us(initiated) + rnd(i, 606, 10) * 1000) AS "StartDateTime",
       date_diff('millisecond', initiated, terminated) AS "Duration", site AS "SiteID"
FROM _segment;

-- Two participants per segment: the customer and the agent.
CREATE TABLE "Intx_Participant" AS
SELECT intx_id AS "IntxID", key22('participant', i * 2 + p.side) AS "Intx_Part_ID",
       CASE WHEN p.side = 0 THEN customer_id ELSE indiv_id END AS "IndivID",
       CASE WHEN (p.side = 0) = (direction = 1) THEN 1 ELSE 2 END AS "Role",
       pick([1, 1, 1, 0, NULL], i, 610 + p.side) AS "HowEnded",
       CASE WHEN p.side = 1 AND answered
           THEN pick(['Sold', 'Not interested', 'Rückruf', '成約', 'Wrong number'], i, 612) END AS "WrapUpCode",
       call_id AS "CallIDKey", CASE WHEN p.side = 1 THEN 1 + i % 3 END AS "WrapUpSegmentID",
       CASE WHEN chance(i, 613, 97) THEN initiated END AS "StartDateTime", site AS "SiteID", 1 AS "Version"
FROM _segment, (VALUES (0), (1)) AS p(side);

CREATE TABLE "IntxAnnotation" AS
SELECT 10 + i AS "IntxAnnoID", intx_id AS "IntxID", indiv_id AS "IndivID",
       CASE WHEN i % 20 = 0 THEN 1 ELSE 0 END AS "IsPrivate",
       CASE WHEN i % 331 = 0 THEN left(repeat(remark(i, 620) || E'\n', 300), 3000) WHEN i % 50 = 1 THEN NULL
           ELSE remark(i, 620) END AS "Annotation",
       1 AS "Version"
FROM _segment WHERE i % 5 = 0;

CREATE TABLE "IntxAttributeCID" AS
SELECT intx_id AS "IntxID", key22('participant', i * 2 + 1) AS "Intx_Part_ID",
       rpad('{' || uid('conversation', i) || '}', 39, ' ') AS "ConversationID",
       CASE WHEN i % 11 = 0 THEN NULL ELSE '{"queue": "' || workgroup || '", "lang": "' || pick(['en', 'fr', 'el'], i, 625)
           || '"}' END AS "ConversationAttribute",
       make_timestamp(epoch_us(connected) + rnd(i, 626, 1000) * 1000) AS "EventDateTime",
       CASE WHEN i % 4 = 0 THEN 'EXT:' || i END AS "ExtID", 1 AS "Version"
FROM _segment WHERE i % 8 = 0;

CREATE TABLE "InteractionAttribute" AS
SELECT intx_id AS "IntxID", t.id AS "AttrTypeID",
       CASE t.id WHEN 7 THEN pick(['Spring 2010', 'Weihnachten', 'दिवाली', NULL], i, 630) ELSE 'CASE-' || i END AS "FldVal",
       1 AS "Version"
FROM _segment, (VALUES (7), (9)) AS t(id) WHERE i % 9 = t.id - 7;

CREATE TABLE "SegmentFacts" AS
SELECT call_id AS "InteractionIDKey", site AS "SiteID", s.range AS "SegNo", user_id AS "Agent", workgroup AS "Workgroup",
       answered AS "Answered", answered AND s.range = 1 AS "AnsweredByAgent", answered AS "HandledByWG",
       CASE WHEN chance(i, 640, 90) THEN chance(i, 641, 50) END AS "Active", chance(i, 642, 60) AS "Remotedisconnected",
       chance(i, 643, 5) AS "SameWGTransfer", chance(i, 644, 4) AS "WGTransfer",
       pick([0, 1, 1, 2, NULL], i, 645) AS "HowEnded",
       (date_diff('millisecond', initiated, terminated) // 2)::DECIMAL(18, 0) AS "Duration",
       CASE WHEN chance(i, 646, 98) THEN plus(initiated, s.range * 3) END AS "SegmentStart", s.range AS "SegmentType",
       CASE WHEN answered THEN pick(['Sold', 'Info', NULL], i, 647) END AS "WrapupCode",
       -- A few are long: about 20 to 100 kB.
       CASE WHEN i % 1009 = 0 AND s.range = 0 THEN repeat('{"event":"Alerting","step":"0123456789abcdef"},', 400 + i // 5)
            WHEN i % 7 = 0 THEN '{"note":"' || remark(i, 648) || '"}' END AS "Details"
FROM _segment, range(2) AS s WHERE i < rows_for(15, 40);

CREATE TABLE "ETLBookmarks" AS
SELECT call_id AS "InteractionIDKey", site AS "SiteID", 0 AS "SeqNo", i % 2 AS "ErrCode", 1 AS "Version" FROM _segment
WHERE i < 5;
