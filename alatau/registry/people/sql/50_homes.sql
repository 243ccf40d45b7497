-- Where everybody is registered: the latest permanent registration, and a temporary one of who has no other.

INSERT INTO fault
SELECT 'registered_twice', p, register, load, line FROM stay_told WHERE NOT is_temporary AND d1 < d2
QUALIFY lead(d1) OVER (PARTITION BY p ORDER BY d1, load, line) < d2
UNION ALL
SELECT 'active_after_death', s.p, s.register, s.load, s.line FROM stay_told AS s JOIN death AS d USING (p) WHERE s.d2 > d.died
UNION ALL
SELECT 'active_after_death', n.p, t.register, t.load, t.line FROM told_studies AS t JOIN number_of AS n ON n.id = t.person
JOIN death AS d ON d.p = n.p WHERE coalesce(t.until, never()) > d.died;

CREATE TABLE stay AS
WITH of_each AS (
    SELECT s.*, bool_or(NOT is_temporary) OVER (PARTITION BY p) AS has_permanent FROM stay_told AS s
), chosen AS (
    SELECT *, lead(d1) OVER (PARTITION BY p ORDER BY d1, load, line) AS next FROM of_each
    WHERE NOT (is_temporary AND has_permanent) AND d1 < d2
)
SELECT c.p, c.place, greatest(c.d1, r.d1) AS d1, least(c.d2, coalesce(c.next, never()), r.d2) AS d2, c.is_temporary,
    CASE WHEN c.next < c.d2 THEN getvariable('doubtful') ELSE getvariable('sure') END AS confidence, c.register, c.load, c.line
FROM chosen AS c JOIN present AS r ON r.p = c.p AND r.d1 < c.d2 AND r.d2 > c.d1
WHERE greatest(c.d1, r.d1) < least(c.d2, coalesce(c.next, never()), r.d2);

INSERT INTO fault
SELECT 'home_unknown', p, NULL, NULL, NULL FROM present WHERE d2 = never() AND p NOT IN (SELECT p FROM stay);
