-- People, organisations and places.

-- Two fixed individuals first (system, unknown), then the agents, then customers.
CREATE TABLE "Individual" AS
SELECT rpad(lpad(f.k::VARCHAR, 22, '0'), 22, ' ') AS "IndivID", 9 AS "IndivTypeID", NULL::INTEGER AS "TitleID",
       f.last_name AS "LastName", NULL::VARCHAR AS "FirstName", NULL::VARCHAR AS "MiddleName",
       NULL::VARCHAR AS "Department", NULL::VARCHAR AS "Company", NULL::VARCHAR AS "JobTitle",
       NULL::VARCHAR AS "AssistantName", NULL::VARCHAR AS "ICUserID", NULL::VARCHAR AS "OwnerID",
       NULL::VARCHAR AS "ExtSource", NULL::VARCHAR AS "ExtID", 0 AS "IsPrivate", 1 AS "Active",
       at_second(0) AS "ModifyDateTime", NULL::SMALLINT AS "SiteID", 1 AS "Version"
FROM (VALUES (1, 'System'), (2, 'Unknown')) AS f(k, last_name)
UNION ALL
SELECT a.indiv_id, 1, CASE WHEN chance(a.agent, 401, 70) THEN 1 + rnd(a.agent, 402, 6) END,
       a.last_name, a.first_name, NULL, pick(['Contact centre', 'Back office', 'Filiale Süd', NULL], a.agent, 403),
       'Example Telecom', pick(['Agent', 'Team lead', 'Supervisor', 'Conseillère'], a.agent, 404), NULL,
       a.user_id, a.user_id, 'Directory', 'uid=' || a.agent || ',ou=agents', 0,
       CASE WHEN chance(a.agent, 405, 90) THEN 1 ELSE 0 END,
       at_milli(rnd(a.agent, 406, 157000000) * 1000 + rnd(a.agent, 407, 1000)),
       a.site, 1 + rnd(a.agent, 408, 6)
FROM _agent AS a
UNION ALL
SELECT key22('individual', 1000000 + r.range), pick([2, 3, 3, 3, 4], r.range, 409),
       CASE WHEN chance(r.range, 410, 60) THEN 1 + rnd(r.range, 411, 6) END,
       l.last_name, CASE WHEN chance(r.range, 412, 92) THEN f.first_name END,
       CASE WHEN chance(r.range, 413, 15) THEN left(f.first_name, 1) || '.' END,
       CASE WHEN chance(r.range, 414, 25) THEN pick(['Purchasing', 'Buchhaltung', 'Direction', '総務'], r.range, 415) END,
       CASE WHEN chance(r.range, 416, 40) THEN 'Company ' || rnd(r.range, 417, 500) END,
       CASE WHEN chance(r.range, 418, 30) THEN pick(['Buyer', 'CEO', 'Leiter Einkauf', 'Φοιτητής'], r.range, 419) END,
       CASE WHEN chance(r.range, 420, 4) THEN full_name(f.first_name, l.last_name) END,
       NULL, CASE WHEN chance(r.range, 421, 20) THEN a.user_id END,
       CASE WHEN r.range % 3 = 0 THEN 'CRM' END,
       CASE WHEN r.range % 3 = 0 THEN 'C-' || lpad(r.range::VARCHAR, 8, '0') END,
       CASE WHEN chance(r.range, 422, 5) THEN 1 ELSE 0 END, CASE WHEN chance(r.range, 423, 95) THEN 1 ELSE 0 END,
       CASE WHEN chance(r.range, 424, 90) THEN at_milli(rnd(r.range, 425, 157000000) * 1000 + rnd(r.range, 426, 1000)) END,
       CASE WHEN chance(r.range, 427, 85) THEN 1 + r.range % 3 END, 1 + rnd(r.range, 428, 9)
FROM range(rows_for(18, 60)) AS r
JOIN _name AS f ON f.script = r.range % 8 AND f.k = rnd(r.range, 429, 8)
JOIN _name AS l ON l.script = f.script AND l.k = rnd(r.range, 430, 8)
JOIN _agent AS a ON a.agent = rnd(r.range, 431, getvariable('agents'));

-- Customers by number, for the tables that refer to them.
CREATE TABLE _customer AS
SELECT r.range AS k, key22('individual', 1000000 + r.range) AS indiv_id FROM range(rows_for(18, 60)) AS r;
SET VARIABLE customers = (SELECT count(*) FROM _customer);

CREATE TABLE "IndivAddress" AS
SELECT 100 + r.range AS "AddrInstID", c.indiv_id AS "IndivID", pick([1, 1, 2, 3, 5], r.range, 440) AS "AddrTypeID",
       pick(['221B Baker Street', 'Bondgenotenlaan 17 bus 3', E'12 MG Road\nCamp', 'Straße des 17. Juni 135',
             '東京都千代田区丸の内1-1', 'ул. Ленина, д. 5, кв. 12', NULL], r.range, 441) AS "StreetAddress",
       pick(['Indianapolis', 'Leuven', 'Pune', 'Köln', '東京', 'Київ', 'Αθήνα'], r.range, 442) AS "City",
       pick(['IN', 'Vlaams-Brabant', 'MH', 'NRW', NULL], r.range, 443) AS "State",
       pick(['46268', '3000', '411001', '50667', '100-0005', NULL], r.range, 444) AS "zip",
       pick(['USA', 'Belgium', 'India', 'Deutschland', '日本', NULL], r.range, 445) AS "Country",
       CASE WHEN r.range < getvariable('customers') THEN 1 ELSE 0 END AS "IsDefault",
       CASE WHEN chance(r.range, 446, 95) THEN at_milli(rnd(r.range, 447, 157000000) * 1000 + 500) END AS "SystemInsertDate",
       1 AS "Version"
FROM range(getvariable('customers') * 6 // 5) AS r JOIN _customer AS c ON c.k = r.range % getvariable('customers');

CREATE TABLE "IndivAttribute" AS
SELECT c.indiv_id AS "IndivID", t.id AS "AttrTypeID",
       CASE t.id WHEN 1 THEN 'K' || lpad(c.k::VARCHAR, 7, '0')
           WHEN 2 THEN pick(['en', 'nl', 'fr', 'de', 'hi', 'zh'], c.k, 450)
            WHEN 3 THEN pick(['Gold', 'Silver', 'Bronze', NULL], c.k, 451)
            -- Some remarks fill the column.
            ELSE CASE WHEN c.k % 97 = 5 THEN left(repeat(remark(c.k, 452) || ' ', 140), 1000)
           ELSE remark(c.k, 452) END END AS "FldVal",
       1 + rnd(c.k, 453, 3) AS "Version"
FROM _customer AS c, (VALUES (1, 60), (2, 30), (3, 25), (8, 12)) AS t(id, percent)
WHERE chance(c.k, 454 + t.id, t.percent);

CREATE TABLE "IndivConnection" AS
SELECT 500 + row_number() OVER (ORDER BY c.k, t.id) AS "ConnInstID", c.indiv_id AS "IndivID", t.id AS "ConnTypeID",
       pick([1, 2, 3, 3, 8], c.k, 470 + t.id) AS "ConnSubTypeId",
       CASE t.id WHEN 1 THEN phone(1 + c.k % 3, c.k, 471) WHEN 2 THEN 'customer' || c.k || '@example.org'
            WHEN 3 THEN phone(1 + c.k % 3, c.k, 472) ELSE 'https://example.net/~' || c.k || '?q=ä&lang=de' END AS "Value",
       CASE WHEN t.id = 1 THEN 1 ELSE 0 END AS "IsDefault",
       CASE WHEN chance(c.k, 473, 95) THEN at_milli(rnd(c.k, 474, 157000000) * 1000 + 1) END AS "SystemInsertDate",
       1 AS "Version"
FROM _customer AS c, (VALUES (1, 100), (2, 55), (3, 10), (4, 8)) AS t(id, percent)
WHERE chance(c.k, 475 + t.id, t.percent);

CREATE TABLE "Organization" AS
SELECT key22('organization', r.range) AS "OrgID",
       pick(['Bäckerei Müller GmbH', 'Acme Corp.', 'Société Générale d''Essais', '株式会社サンプル', 'ООО «Пример»', 'Åkers Bruk AB',
             'Tata & Sons', 'Ω Logistics'], r.range, 480) || ' ' || r.range AS "Name",
       pick([1, 1, 1, 2, 3, 5, NULL], r.range, 481) AS "OrgTypeID", 1 AS "Active", 0 AS "IsPrivate",
       CASE WHEN r.range % 4 = 0 THEN 'ORG-' || r.range END AS "AppOrgID",
       CASE WHEN r.range % 3 = 0 THEN 'CRM' END AS "ExtSource",
       CASE WHEN r.range % 3 = 0 THEN 'O-' || r.range END AS "ExtID",
       CASE WHEN chance(r.range, 482, 90) THEN at_milli(rnd(r.range, 483, 157000000) * 1000 + 7) END AS "ModifyDateTime",
       a.user_id AS "OwnerID", (1 + r.range % 3)::SMALLINT AS "SiteID",
       '0000000000000000000002' AS "UnknownIndivID", 1 + rnd(r.range, 484, 4) AS "Version"
FROM range(rows_for(3, 20)) AS r JOIN _agent AS a ON a.agent = rnd(r.range, 485, getvariable('agents'));
SET VARIABLE organizations = (SELECT count(*) FROM "Organization");

CREATE TABLE "OrgAttribute" AS
SELECT key22('organization', r.range) AS "OrgID", t.id AS "AttrTypeID",
       CASE t.id WHEN 3 THEN pick(['Gold', 'Silver', 'Bronze'], r.range, 486) ELSE 'BE0'
           || (400000000 + r.range * 97) END AS "FldVal",
       1 AS "Version"
FROM range(getvariable('organizations')) AS r, (VALUES (3), (4)) AS t(id) WHERE (r.range + t.id) % 3 <> 0;

CREATE TABLE "OrgConnection" AS
SELECT 1000 + r.range AS "ConnInstId", key22('organization', r.range % getvariable('organizations')) AS "OrgID",
       pick([1, 2, 4], r.range, 487) AS "ConnTypeID", 1 AS "ConnSubTypeId",
       'contact-' || r.range || '@example.com' AS "Value",
       CASE WHEN r.range < getvariable('organizations') THEN 1 ELSE 0 END AS "IsDefault", 0 AS "IsDefForIndiv",
       1 AS "IsDefForLoc",
       CASE WHEN r.range % 13 <> 0 THEN at_milli(rnd(r.range, 488, 157000000) * 1000) END AS "SystemInsertDate",
       1 AS "Version"
FROM range(getvariable('organizations') * 3 // 2) AS r;

CREATE TABLE "Location" AS
SELECT key22('location', r.range) AS "LocID",
       CASE WHEN r.range % 10 <> 9 THEN key22('organization', r.range % getvariable('organizations')) END AS "OrgID",
       pick(['Head office', 'Filiale Köln', 'Usine nº 2', 'बिक्री कार्यालय', NULL], r.range, 489) AS "Name", 1 AS "Active",
       0 AS "IsPrivate",
       CASE WHEN r.range % 5 = 0 THEN 'LOC-' || r.range END AS "AppLocID", NULL::VARCHAR AS "ExtSource",
       NULL::VARCHAR AS "ExtID",
       at_milli(rnd(r.range, 490, 157000000) * 1000 + 999) AS "ModifyDateTime", a.user_id AS "OwnerID",
       (1 + r.range % 3)::SMALLINT AS "SiteID", '0000000000000000000002' AS "UnknownIndivID", 1 AS "Version"
FROM range(rows_for(4, 25)) AS r JOIN _agent AS a ON a.agent = rnd(r.range, 491, getvariable('agents'));
SET VARIABLE locations = (SELECT count(*) FROM "Location");

CREATE TABLE "LocAddress" AS
SELECT 1 + r.range AS "AddrInstID", key22('location', r.range) AS "LocID", pick([1, 1, 5], r.range, 492) AS "AddrTypeID",
       pick(['7601 Interactive Way', 'Diestsevest 32', 'Hauptstraße 1a'], r.range, 493) AS "StreetAddress",
       pick(['Indianapolis', 'Leuven', 'Köln', 'पुणे'], r.range, 494) AS "City", NULL::VARCHAR AS "State",
       pick(['46278', '3000', '50667', '411001'], r.range, 494) AS "Zip",
       pick(['USA', 'België', NULL], r.range, 495) AS "Country",
       1 AS "IsDefault", 1 AS "IsDefForIndiv", at_milli(rnd(r.range, 496, 157000000) * 1000) AS "SystemInsertDate",
       1 AS "Version"
FROM range(getvariable('locations')) AS r;

CREATE TABLE "LocAttribute" AS
SELECT key22('location', r.range) AS "LocID", 5 AS "AttrTypeID",
       pick(['Mo–Fr 9:00–17:00', '24/7', NULL], r.range, 497) AS "FldVal", 1 AS "Version"
FROM range(getvariable('locations')) AS r WHERE r.range % 2 = 0;

CREATE TABLE "LocConnection" AS
SELECT 1 + r.range AS "ConnInstID", key22('location', r.range) AS "LocID", 1 AS "ConnTypeID", 1 AS "ConnSubTypeId",
       phone(1 + r.range % 3, r.range, 498) AS "Value", 1 AS "IsDefault", 0 AS "IsDefForIndiv",
       at_milli(rnd(r.range, 499, 157000000) * 1000) AS "SystemInsertDate", 1 AS "Version"
FROM range(getvariable('locations')) AS r;

CREATE TABLE "Relationship" AS
SELECT 1 + c.k AS "RelID", c.indiv_id AS "SourceID", 1 AS "SourceType",
       key22('organization', rnd(c.k, 500, getvariable('organizations'))) AS "DestinationID", 2 AS "DestinationType",
       pick([1, 3, 4, 6, NULL], c.k, 501) AS "RelDescID", CASE WHEN c.k % 9 = 0 THEN 0 ELSE 1 END AS "Active",
       CASE WHEN c.k % 9 = 0 THEN at_second(150000000 + c.k) END AS "ExpirationDateTime",
       at_milli(rnd(c.k, 502, 150000000) * 1000 + 250) AS "ModifyDateTime", (1 + c.k % 3)::SMALLINT AS "SiteID",
       1 AS "Version"
FROM _customer AS c WHERE c.k % 4 = 0;
