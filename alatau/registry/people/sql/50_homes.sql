-- Where everybody is registered: the latest permanent registration, and a temporary one on days without any other.

INSERT INTO fault
SELECT 'registered_twice', p, register, load, line FROM stay_told WHERE NOT is_temporary AND d1 < d2
QUALIFY lead(d1) OVER (PARTITION BY p ORDER BY d1, load, line) < d2
UNION ALL
SELECT 'active_after_death', s.p, s.register, s.load, s.line FROM stay_told AS s JOIN death AS d USING (p) WHERE s.d2 > d.died
UNION ALL
SELECT 'active_after_death', n.p, t.register, t.load, t.line FROM told_studies AS t JOIN number_of AS n ON n.id = t.person
JOIN death AS d ON d.p = n.p WHERE coalesce(t.until, never()) > d.died;

CREATE TABLE stay AS
WITH told AS (
    SELECT *, lead(d1) OVER (PARTITION BY p, is_temporary ORDER BY d1, load, line) AS next
    FROM stay_told WHERE d1 < d2
), ended AS (
    SELECT * EXCLUDE (d2), least(d2, coalesce(next, d2)) AS d2, coalesce(next < d2, FALSE) AS is_doubtful FROM told
), permanent AS (
    SELECT * FROM ended WHERE NOT is_temporary
), guest AS (
    SELECT * FROM ended WHERE is_temporary
), gap AS (
    -- Days of a guest before the first permanent registration, between two, and after the last.
    SELECT p, lag(d2, 1, DATE '0001-01-01') OVER (PARTITION BY p ORDER BY d1, d2) AS d1, d1 AS d2
    FROM permanent WHERE p IN (SELECT p FROM guest)
    UNION ALL
    SELECT p, max(d2), never() FROM permanent WHERE p IN (SELECT p FROM guest) GROUP BY p
), chosen AS (
    SELECT p, place, d1, d2, is_temporary, is_doubtful, register, load, line FROM permanent
    UNION ALL
    SELECT t.p, t.place, greatest(t.d1, coalesce(g.d1, t.d1)), least(t.d2, coalesce(g.d2, t.d2)), TRUE, t.is_doubtful,
        t.register, t.load, t.line
    FROM guest AS t LEFT JOIN gap AS g USING (p)
)
SELECT c.p, c.place, greatest(c.d1, r.d1) AS d1, least(c.d2, r.d2) AS d2, c.is_temporary,
    CASE WHEN c.is_doubtful THEN getvariable('doubtful') ELSE getvariable('sure') END AS confidence, c.register, c.load, c.line
FROM chosen AS c JOIN present AS r USING (p)
WHERE greatest(c.d1, r.d1) < least(c.d2, r.d2);

INSERT INTO fault
SELECT 'home_unknown', p, NULL, NULL, NULL FROM present WHERE d2 = never() AND p NOT IN (SELECT p FROM stay);
DROP TABLE number_of;
DROP TABLE told_studies;
