-- Working table: the interactions that every other interaction table refers to.

-- Last half hour before the clocks change, per year: a call begun then may end on the other side of the change.
CREATE TABLE _clock_change AS
SELECT row_number() OVER (ORDER BY y.range, c.site, c.season) - 1 AS k, c.site, CASE c.season
    WHEN 'us spring' THEN nth_sunday(y.range, 3, 2) + INTERVAL 7 HOUR
    WHEN 'us autumn' THEN nth_sunday(y.range, 11, 1) + INTERVAL 6 HOUR
    WHEN 'eu spring' THEN last_sunday(y.range, 3) + INTERVAL 1 HOUR
    ELSE last_sunday(y.range, 10) + INTERVAL 1 HOUR END AS changed_at
FROM range(2008, 2013) AS y,
     (VALUES (1, 'us spring'), (1, 'us autumn'), (2, 'eu spring'), (2, 'eu autumn')) AS c(site, season);

CREATE TABLE _call AS
WITH placed AS (
    SELECT r.range AS i, a.agent, a.site, c.changed_at,
           CASE WHEN c.changed_at IS NOT NULL THEN plus(c.changed_at, -1 - rnd(r.range, 201, 1800))
                ELSE working_moment(a.site, r.range, 202) END AS started
    FROM range(rows_for(300, 200)) AS r
    JOIN _agent AS a ON a.agent = rnd(r.range, 205, getvariable('agents'))
    LEFT JOIN _clock_change AS c
        ON r.range % 41 = 7 AND c.k = (r.range // 41) % 20 AND r.range < 41 * 400 AND c.site = a.site
), timed AS (
    SELECT *, with_fraction(started, i, 206) AS initiated,
           3 + rnd(i, 207, 25) + CASE WHEN chance(i, 208, 20) THEN rnd(i, 209, 300) ELSE 0 END AS ring_seconds,
           NOT chance(i, 210, 9) AS answered,
           20 + rnd(i, 211, 280) + CASE WHEN chance(i, 212, 15) THEN rnd(i, 213, 2400) ELSE 0 END
               + CASE WHEN chance(i, 214, 1) THEN rnd(i, 215, 12000) ELSE 0 END AS talk_seconds,
           CASE WHEN chance(i, 216, 60) THEN 1 WHEN chance(i, 217, 80) THEN 2 ELSE 3 END AS direction
    FROM placed
)
SELECT t.i, t.agent, t.site, t.answered, t.direction, t.initiated, t.ring_seconds,
       CASE WHEN t.answered THEN t.talk_seconds ELSE 0 END AS talk_seconds,
       plus(t.initiated, t.ring_seconds) AS connected,
       plus(t.initiated, t.ring_seconds + CASE WHEN t.answered THEN t.talk_seconds ELSE 0 END) AS terminated,
       -- Ten digits and the date; now and then a letter (seen in the field) or nine digits and a trailing blank.
       rpad(CASE WHEN t.i % 23 = 11 THEN (300000000 + t.i)::VARCHAR || strftime(t.initiated, '%Y%m%d')
                 WHEN t.i % 29 = 3 THEN (3001000000 + t.i)::VARCHAR || 'D' || strftime(t.initiated, '0%y%m%d')
                 ELSE (2100000000 + t.i * 7)::VARCHAR || strftime(t.initiated, '%Y%m%d') END, 18, ' ') AS call_id,
       CASE WHEN t.direction = 3 THEN 0 WHEN chance(t.i, 220, 74) THEN 0
            ELSE pick([1, 5, 5, 5, 6, 4, 21, 22, 2, 8, 11, 7, 255], t.i, 221) END AS media,
       w.name AS workgroup, l.line_id,
       a.user_id, a.display_name, a.extension, a.station, a.indiv_id,
       phone(t.site, t.i, 222) AS remote_number,
       n.first_name || ' ' || m.last_name AS remote_name
FROM timed AS t
JOIN _agent AS a ON a.agent = t.agent
JOIN _workgroup AS w ON w.workgroup = (a.workgroup + CASE WHEN chance(t.i, 223, 15) THEN rnd(t.i, 224, 12) ELSE 0 END) % 12
JOIN _line AS l ON l.site = t.site AND l.line = rnd(t.i, 225, 24)
JOIN _name AS n ON n.script = rnd(t.i, 226, 8) AND n.k = rnd(t.i, 227, 8)
JOIN _name AS m ON m.script = n.script AND m.k = rnd(t.i, 228, 8);

SET VARIABLE calls = (SELECT count(*) FROM _call);
