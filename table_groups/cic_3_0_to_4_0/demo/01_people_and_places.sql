-- Working tables: sites, names in eight scripts, agents, workgroups, lines.

CREATE TABLE _site AS SELECT * FROM (VALUES
    (1::SMALLINT, 'Indianapolis', 'IND', 'icind01'),
    (2::SMALLINT, 'Leuven', 'LEU', 'icleu01'),
    (3::SMALLINT, 'Pune', 'PNQ', 'icpnq01')) AS s(site, city, code, server);

-- Turns \u03.. in a name into the combining mark; typed as such, an editor might compose it with its letter.
CREATE MACRO with_marks(t) AS list_reduce(
    ['0301', '0302', '0303', '0306', '0308', '030A', '030C', '0326', '0327'],
    lambda done, mark: replace(done, '\u' || mark, chr(CAST('0x' || mark AS INTEGER))), t);

-- Script 2 holds letters written with combining marks (not precomposed); script 6 reads right to left.
CREATE TABLE _name AS SELECT * REPLACE (with_marks(first_name) AS first_name, with_marks(last_name) AS last_name)
FROM (VALUES
    (0, 0, 'Mary', 'Johnson', 'mary.johnson'), (0, 1, 'James', 'O''Neill', 'james.oneill'),
    (0, 2, 'Grace', 'Smith-Jones', 'grace.smithjones'), (0, 3, 'Robert', 'Miller', 'robert.miller'),
    (0, 4, 'Linda', 'Taylor', 'linda.taylor'), (0, 5, 'Kwame', 'Mensah', 'kwame.mensah'),
    (0, 6, 'Emily', 'McDonald', 'emily.mcdonald'), (0, 7, 'Van', 'de Velde', 'van.develde'),
    (1, 0, 'Jörg', 'Weiß', 'jörg.weiß'), (1, 1, 'Zoë', 'Lefèvre', 'zoe.lefevre'),
    (1, 2, 'Søren', 'Ångström', 'soren.angstrom'), (1, 3, 'Łukasz', 'Wójcik', 'lukasz.wojcik'),
    (1, 4, 'Şebnem', 'Yıldız', 'sebnem.yildiz'), (1, 5, 'Tomáš', 'Dvořák', 'tomas.dvorak'),
    (1, 6, 'Íñigo', 'Muñoz', 'inigo.munoz'), (1, 7, 'Đorđe', 'Ćosić', 'djordje.cosic'),
    (2, 0, 'Jose\u0301', 'Garci\u0301a', 'jose.garcia'), (2, 1, 'Rene\u0301e', 'Be\u0301langer', 'renee.belanger'),
    (2, 2, 'Nguye\u0302\u0303n', 'Va\u0306n An', 'nguyen.an'), (2, 3, 'O\u0308zgu\u0308r', 'C\u0327elik', 'ozgur.celik'),
    (2, 4, 'A\u030Ake', 'Bjo\u0308rk', 'ake.bjork'), (2, 5, 'Ine\u0302s', 'Conceic\u0327a\u0303o', 'ines.conceicao'),
    (2, 6, 'S\u030Ca\u0301rka', 'Nova\u0301kova\u0301', 'sarka.novakova'),
    (2, 7, 'Bra\u0302n', 'T\u0326epes\u0326', 'bran.tepes'),
    (3, 0, 'Ελένη', 'Παπαδοπούλου', 'ελένη.παπαδοπούλου'), (3, 1, 'Γιώργος', 'Νικολάου', 'giorgos.nikolaou'),
    (3, 2, 'Σοφία', 'Αγγελίδη', 'sofia.angelidi'), (3, 3, 'Δημήτρης', 'Οικονόμου', 'dimitris.oikonomou'),
    (3, 4, 'Μαρία', 'Βλάχου', 'maria.vlachou'), (3, 5, 'Ιωάννης', 'Χριστοδούλου', 'ioannis.christodoulou'),
    (3, 6, 'Θεοδώρα', 'Ζαχαρία', 'theodora.zacharia'), (3, 7, 'Αχιλλέας', 'Μάρκος', 'achilleas.markos'),
    (4, 0, 'Ольга', 'Соколова', 'olga.sokolova'), (4, 1, 'Сергій', 'Шевченко', 'serhii.shevchenko'),
    (4, 2, 'Йордан', 'Щербаков', 'yordan.shcherbakov'), (4, 3, 'Наталья', 'Ёлкина', 'natalya.yolkina'),
    (4, 4, 'Ђорђе', 'Његош', 'djordje.njegos'), (4, 5, 'Фёдор', 'Чайковский', 'fyodor.chaykovsky'),
    (4, 6, 'Ірина', 'Їжакевич', 'iryna.yizhakevych'), (4, 7, 'Алексей', 'Быков', 'aleksey.bykov'),
    (5, 0, '伟', '王', 'wei.wang'), (5, 1, '秀英', '李', 'xiuying.li'), (5, 2, 'さくら', '佐藤', 'sakura.sato'),
    (5, 3, '健太', '𠮷田', 'kenta.yoshida'), (5, 4, '민준', '김', 'minjun.kim'), (5, 5, '서연', '박', 'seoyeon.park'),
    (5, 6, '志明', '陳', 'chiming.chen'), (5, 7, 'ユウキ', '高橋', 'yuki.takahashi'),
    (6, 0, 'محمد', 'الأحمد', 'mohammed.alahmad'), (6, 1, 'فاطمة', 'حسن', 'fatima.hassan'),
    (6, 2, 'יעל', 'כהן', 'yael.cohen'), (6, 3, 'ליאור', 'לוי', 'lior.levi'),
    (6, 4, 'عَلِيّ', 'رضایی', 'ali.rezaei'), (6, 5, 'مریم', 'کریمی', 'maryam.karimi'),
    (6, 6, 'يوسف', 'منصور', 'yousef.mansour'), (6, 7, 'نور', 'الدين', 'nour.eldin'),
    (7, 0, 'प्रिया', 'शर्मा', 'priya.sharma'), (7, 1, 'अर्जुन', 'पाटील', 'arjun.patil'),
    (7, 2, 'தமிழ்', 'செல்வி', 'tamil.selvi'), (7, 3, 'স্বপ্না', 'মুখার্জী', 'swapna.mukherjee'),
    (7, 4, 'लक्ष्मी', 'देशपांडे', 'laxmi.deshpande'), (7, 5, 'สมชาย', 'ใจดี', 'somchai.jaidee'),
    (7, 6, 'రవి', 'కుమార్', 'ravi.kumar'), (7, 7, 'ਗੁਰਪ੍ਰੀਤ', 'ਸਿੰਘ', 'gurpreet.singh'))
    AS n(script, k, first_name, last_name, login);

-- Any first name with any last name of the same script.
CREATE MACRO full_name(f, l) AS f || ' ' || l;

CREATE TABLE _agent AS
SELECT a.range AS agent,
       (1 + a.range % 3)::SMALLINT AS site,
       n.login || CASE WHEN a.range >= 64 THEN (a.range // 64 + 1)::VARCHAR ELSE '' END AS user_id,
       regexp_full_match(n.login, '[a-z.]+') AS plain_login,      -- usable where the column is not Unicode
       n.script, n.first_name, n.last_name,
       full_name(n.first_name, n.last_name) AS display_name,
       key22('individual', a.range) AS indiv_id,
       (4000 + a.range)::VARCHAR AS extension,
       'WS-' || s.code || '-' || lpad(a.range::VARCHAR, 4, '0') AS station,
       rnd(a.range, 101, 12) AS workgroup
FROM range(greatest(24, getvariable('rows') // 2500)) AS a
JOIN _name AS n ON n.script = a.range % 8 AND n.k = (a.range // 8) % 8
JOIN _site AS s ON s.site = 1 + a.range % 3;

SET VARIABLE agents = (SELECT count(*) FROM _agent);

CREATE TABLE _workgroup AS SELECT * FROM (VALUES
    (0, 'Sales', 'Commercial'), (1, 'Support', 'Service'), (2, 'Billing', 'Back office'),
    (3, 'Retention', 'Commercial'), (4, 'Claims', 'Back office'), (5, 'Atención al cliente', 'Service'),
    (6, 'Kundendienst Süd', 'Service'), (7, 'Réclamations', 'Back office'), (8, 'サポート', 'Service'),
    (9, 'Поддержка', 'Service'), (10, 'Outbound campaigns', 'Commercial'), (11, 'Overflow', 'Service'))
    AS w(workgroup, name, report_group);

CREATE TABLE _line AS
SELECT s.site, k.range AS line,
       CASE WHEN k.range < 4 THEN '<Stations-' || ['TCP', 'TLS', 'UDP', 'ISDN'][k.range + 1] || '> ' || s.code
            ELSE s.code || ' Span ' || lpad(((k.range - 4) // 4 + 1)::VARCHAR, 2, '0')
                 || ' Channel ' || lpad(((k.range - 4) % 4 + 1)::VARCHAR, 2, '0') END AS line_id
FROM _site AS s, range(24) AS k;

-- Remarks that people type: plain words, accents, emoji (two UTF-16 units each), line breaks, tabs.
CREATE MACRO remark(i, salt) AS pick([
    'Customer asked for a call back after 5 pm', 'Rappeler demain, dossier à vérifier', 'Kunde wünscht Rückruf – dringend!',
    'Resolved at first contact 👍', 'Sent the form twice: 50 % done', 'Пожаловался на счёт за март', '請客戶回電 📞',
    'العميل راضٍ عن الخدمة', E'Caller hung up\r\nNo voice mail left', 'Said "it''s fine"', 'C:\Orders\2010\7731.pdf',
    'Naïve café test: ÄÖÜ äöü ß € £ ¥', E'tab\tinside\tthe\tnote', '👩🏽‍💻 remote session, 35 min', 'n/a'], i, salt);
