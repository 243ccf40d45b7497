-- From when until when everybody lives here. Ends are excluded; never() stands for "still".

CREATE TABLE birth AS
SELECT c.p AS child, m.p AS mother, f.p AS father, t.born, t.register, t.load, t.line,
    t.mother IS NULL AS mother_missing, t.father IS NULL AS father_missing
FROM told_birth AS t JOIN number_of AS c ON c.id = t.child
LEFT JOIN number_of AS m ON m.id = t.mother LEFT JOIN number_of AS f ON f.id = t.father;

-- Nearly everybody is told of once: only those of whom several rows tell are gathered, so that memory stays flat.
CREATE TABLE registered_told AS
SELECT p, t.born, t.sex, t.register, t.load, t.line FROM told_person AS t JOIN number_of AS n ON n.id = t.person;
CREATE TABLE registered_often AS SELECT p FROM registered_told GROUP BY p HAVING count(*) > 1;
CREATE TABLE registered AS
SELECT * FROM registered_told WHERE p NOT IN (SELECT p FROM registered_often)
UNION ALL
SELECT p, min(born), min(sex), arg_max(register, (load, line)), max(load), arg_max(line, (load, line))
FROM registered_told WHERE p IN (SELECT p FROM registered_often) GROUP BY p;
DROP TABLE registered_told;
DROP TABLE registered_often;

CREATE TABLE stay_told AS
SELECT n.p, t.place, coalesce(t.since, t.seen_from) AS d1, least(coalesce(t.until, never()), coalesce(t.seen_until, never())) AS d2,
    t.is_temporary, t.register, t.load, t.line
FROM (
    SELECT person, place, since, until, seen_from, seen_until, FALSE AS is_temporary, register, load, line FROM told_residence
    UNION ALL
    SELECT person, place, since, until, seen_from, seen_until, TRUE, register, load, line FROM told_temporary_residence
) AS t JOIN number_of AS n ON n.id = t.person
WHERE t.place IS NOT NULL;

-- A death without its day is not taken back: from the day on which the register said so, nobody lives here.
CREATE TABLE death_told AS
SELECT p, t.day, coalesce(t.reported, t.seen_from) AS noticed, t.register, t.load, t.line
FROM told_death AS t JOIN number_of AS n ON n.id = t.person;
CREATE TABLE death_often AS SELECT p FROM death_told GROUP BY p HAVING count(*) > 1;
CREATE TABLE death AS
SELECT p, coalesce(day, noticed) AS died, day IS NULL AS lacks_day, register, load, line
FROM death_told WHERE p NOT IN (SELECT p FROM death_often)
UNION ALL
SELECT p, coalesce(min(day), min(noticed)), min(day) IS NULL,
    arg_min(register, (day IS NULL, day, load, line)), arg_min(load, (day IS NULL, day, load, line)),
    arg_min(line, (day IS NULL, day, load, line))
FROM death_told WHERE p IN (SELECT p FROM death_often) GROUP BY p;
DROP TABLE death_told;
DROP TABLE death_often;

CREATE TABLE life AS
SELECT h.p, coalesce(r.born, b.born, s.d1, d.died, DATE '1900-01-01') AS born, r.sex,
    greatest(coalesce(d.died, never()), coalesce(r.born, b.born, s.d1, d.died, DATE '1900-01-01')) AS ends,
    r.p IS NOT NULL AS is_registered, r.register, r.load, r.line
FROM human AS h LEFT JOIN registered AS r USING (p) LEFT JOIN death AS d USING (p)
LEFT JOIN (SELECT child AS p, min(born) AS born FROM birth GROUP BY child) AS b USING (p)
LEFT JOIN (SELECT p, min(d1) AS d1 FROM stay_told GROUP BY p) AS s USING (p);

-- Who left the country is away until the next registration of a home.
CREATE TABLE away AS
WITH left_on AS (
    SELECT DISTINCT p, day FROM told_departure AS t JOIN number_of AS n ON n.id = t.person JOIN life USING (p)
    WHERE day >= born AND day < ends
),
gone AS (
    SELECT l.p, l.day AS d1, coalesce(min(s.d1), never()) AS d2
    FROM left_on AS l LEFT JOIN stay_told AS s ON s.p = l.p AND s.d1 >= l.day AND NOT s.is_temporary GROUP BY ALL
)
SELECT p, d1, d2 FROM gone
QUALIFY d1 >= coalesce(max(d2) OVER (PARTITION BY p ORDER BY d1 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), d1);

CREATE TABLE present AS
SELECT p, born AS d1, ends AS d2 FROM life WHERE born < ends AND p NOT IN (SELECT p FROM away)
UNION ALL
SELECT p, d1, d2 FROM (
    SELECT e.p, e.d1, least(l.ends, coalesce(min(a.d1) FILTER (a.d1 >= e.d1), never())) AS d2
    FROM (SELECT p, born AS d1 FROM life UNION SELECT p, d2 FROM away WHERE d2 < never()) AS e
    JOIN life AS l USING (p) JOIN away AS a USING (p) GROUP BY e.p, e.d1, l.ends
) WHERE d1 < d2;

INSERT INTO fault
SELECT 'person_not_registered', p, NULL, NULL, NULL FROM life WHERE NOT is_registered
UNION ALL SELECT 'death_without_day', n.p, t.register, t.load, t.line FROM told_death AS t JOIN number_of AS n ON n.id = t.person
    WHERE t.day IS NULL
UNION ALL SELECT 'child_unknown', NULL, register, load, line FROM told_birth WHERE child IS NULL
UNION ALL SELECT 'death_before_birth', d.p, d.register, d.load, d.line FROM death AS d JOIN life AS l USING (p) WHERE d.died < l.born
UNION ALL SELECT 'birth_days_differ', b.child, b.register, b.load, b.line FROM birth AS b JOIN registered AS r ON r.p = b.child
    WHERE r.born <> b.born
UNION ALL SELECT 'mother_missing', child, register, load, line FROM birth WHERE mother_missing
UNION ALL SELECT 'father_missing', child, register, load, line FROM birth WHERE father_missing;
DROP TABLE away;
DROP TABLE told_person;
DROP TABLE told_birth;
DROP TABLE told_death;
DROP TABLE told_departure;
DROP TABLE told_residence;
DROP TABLE told_temporary_residence;
