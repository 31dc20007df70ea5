-- Repeatable noise, keys and clocks for the recipe.
--
-- Variables set by the program: rows (about how many rows in all), seed (0 .. 2^31-1).
-- Nothing here may depend on random(), the clock, row order or the number of threads.

-- Rows of one table: its share of the whole, but never fewer than `minimum`.  All shares, with what hangs on them,
-- come to about 1500.
CREATE MACRO rows_for(share, minimum) AS
    greatest(minimum, getvariable('rows') * share // 1500);

-- A whole number in 0 .. n-1 for row i (i >= 0).  The salt is a number that only this column uses.
--
-- Squaring modulo a prime breaks the straight lines that a linear generator would draw through two columns.  The
-- moduli are the two largest primes below 2^32, so that every product stays below 2^64.  Thirty times as fast as md5,
-- and its argument appears only twice: with more copies, planning the queries takes longer than running them.
CREATE MACRO squared(h) AS (h * h) % 4294967291::UBIGINT;
CREATE MACRO rnd(i, salt, n) AS (squared(
    (i::UBIGINT * 2654435761::UBIGINT + salt::UBIGINT * 2246822519::UBIGINT + getvariable('seed_term')) % 4294967291::UBIGINT)
    * 2654435769::UBIGINT % 4294967279::UBIGINT % n::UBIGINT)::BIGINT;
SET VARIABLE seed_term = getvariable('seed')::UBIGINT * 668265263::UBIGINT;

CREATE MACRO chance(i, salt, percent) AS rnd(i, salt, 100) < percent;
CREATE MACRO pick(list, i, salt) AS list[1 + rnd(i, salt, len(list))];

-- Fixed-width keys.  One in eleven is shorter than the column and carries trailing blanks.
CREATE MACRO digest(kind, i) AS upper(md5(concat(getvariable('seed'), ':', kind, ':', i)));
CREATE MACRO key22(kind, i) AS
    rpad(left(digest(kind, i), CASE WHEN i % 11 = 5 THEN 19 ELSE 22 END), 22, ' ');
CREATE MACRO key32(kind, i) AS digest(kind, i);
CREATE MACRO uid(kind, i) AS CAST(CAST(digest(kind, i) AS UUID) AS VARCHAR);

-- Moments: seconds and milliseconds after 2008-01-01 00:00:00 UTC.
CREATE MACRO at_second(s) AS make_timestamp((1199145600 + s::BIGINT) * 1000000);
CREATE MACRO at_milli(ms) AS make_timestamp(1199145600000000 + ms::BIGINT * 1000);
CREATE MACRO plus(t, seconds) AS make_timestamp(epoch_us(t) + seconds::BIGINT * 1000000);

-- A fraction that SQL Server's datetime holds exactly (its step is 1/300 s): a multiple of 10 ms.
CREATE MACRO with_fraction(t, i, salt) AS make_timestamp(epoch_us(t) + rnd(i, salt, 100) * 10000);

-- Clock changes.  Sites: 1 on US Eastern time (rules since 2007), 2 on Central European time, 3 on Indian time.
CREATE MACRO nth_sunday(y, m, n) AS
    make_date(y, m, 1) + ((7 - isodow(make_date(y, m, 1))) % 7 + 7 * (n - 1))::INTEGER;
CREATE MACRO last_sunday(y, m) AS
    make_date(y, m, 31) - (isodow(make_date(y, m, 31)) % 7)::INTEGER;
CREATE MACRO us_summer(t) AS
    t >= nth_sunday(year(t), 3, 2) + INTERVAL 7 HOUR AND t < nth_sunday(year(t), 11, 1) + INTERVAL 6 HOUR;
CREATE MACRO eu_summer(t) AS
    t >= last_sunday(year(t), 3) + INTERVAL 1 HOUR AND t < last_sunday(year(t), 10) + INTERVAL 1 HOUR;

-- Seconds to add to UTC to get the site's wall clock.
CREATE MACRO utc_offset(site, t) AS CASE site
    WHEN 1 THEN CASE WHEN us_summer(t) THEN -14400 ELSE -18000 END
    WHEN 2 THEN CASE WHEN eu_summer(t) THEN 7200 ELSE 3600 END
    ELSE 19800 END;
CREATE MACRO local_time(site, t) AS plus(t, utc_offset(site, t));

-- A moment in working hours (08:00-19:59 standard time) of a day of 2008-2012; two Sundays in three move to Monday.
CREATE MACRO working_day(i, salt) AS
    rnd(i, salt, 1826) + CASE WHEN (rnd(i, salt, 1826) + 2) % 7 = 0 AND NOT chance(i, salt + 1, 33) THEN 1 ELSE 0 END;
CREATE MACRO working_moment(site, i, salt) AS at_second(
    working_day(i, salt) * 86400 + 28800 + rnd(i, salt + 2, 43200)
    + CASE site WHEN 1 THEN 18000 WHEN 2 THEN -3600 ELSE -19800 END);

CREATE MACRO phone(site, i, salt) AS CASE site
    WHEN 1 THEN '+1317555' || lpad(rnd(i, salt, 10000)::VARCHAR, 4, '0')
    WHEN 2 THEN '+3216' || lpad(rnd(i, salt, 1000000)::VARCHAR, 6, '0')
    ELSE '+9120' || lpad(rnd(i, salt, 100000000)::VARCHAR, 8, '0') END;
