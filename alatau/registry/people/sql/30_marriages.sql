-- Who was married to whom, one spouse at a time: a newer act ends one that nobody recorded the end of.

INSERT INTO fault
SELECT CASE WHEN t.one IS NULL AND t.other IS NULL THEN 'both_spouses_missing' ELSE 'spouse_missing' END,
    coalesce(a.p, b.p), t.register, t.load, t.line
FROM told_marriage AS t LEFT JOIN number_of AS a ON a.id = t.one LEFT JOIN number_of AS b ON b.id = t.other
WHERE t.one IS NULL OR t.other IS NULL
UNION ALL
SELECT 'spouses_are_one', a.p, t.register, t.load, t.line
FROM told_marriage AS t JOIN number_of AS a ON a.id = t.one JOIN number_of AS b ON b.id = t.other WHERE a.p = b.p;

CREATE TABLE divorce AS
SELECT least(a.p, b.p) AS low, greatest(a.p, b.p) AS high, t.act, t.day FROM told_divorce AS t
LEFT JOIN number_of AS a ON a.id = t.one LEFT JOIN number_of AS b ON b.id = t.other WHERE t.day IS NOT NULL;

CREATE TABLE act AS
WITH sound AS (
    SELECT least(a.p, b.p) AS low, greatest(a.p, b.p) AS high, t.day, t.ended_by, t.register, t.load, t.line
    FROM told_marriage AS t JOIN number_of AS a ON a.id = t.one JOIN number_of AS b ON b.id = t.other
    WHERE a.p <> b.p AND t.day IS NOT NULL
), by_pair AS (
    SELECT s.load, s.line, s.register, min(d.day) AS day FROM sound AS s JOIN divorce AS d ON d.low = s.low AND d.high = s.high
    WHERE d.day >= s.day GROUP BY ALL
), by_act AS (
    SELECT s.load, s.line, s.register, min(d.day) AS day FROM sound AS s JOIN divorce AS d ON d.act = s.ended_by
    WHERE d.day >= s.day GROUP BY ALL
)
SELECT s.*, coalesce(p.day, a.day) AS divorced, s.ended_by IS NOT NULL AND p.day IS NULL AND a.day IS NULL AS lacks_divorce,
    least(coalesce(p.day, a.day, never()), l.ends, h.ends) AS d2
FROM sound AS s
LEFT JOIN by_pair AS p ON p.load = s.load AND p.line = s.line AND p.register = s.register
LEFT JOIN by_act AS a ON a.load = s.load AND a.line = s.line AND a.register = s.register
JOIN life AS l ON l.p = s.low JOIN life AS h ON h.p = s.high;

INSERT INTO fault
SELECT 'divorce_without_act', low, register, load, line FROM act WHERE lacks_divorce
UNION ALL SELECT 'married_before_birth', a.low, a.register, a.load, a.line FROM act AS a
    JOIN life AS l ON l.p = a.low JOIN life AS h ON h.p = a.high WHERE a.day < greatest(l.born, h.born)
UNION ALL SELECT 'married_after_death', a.low, a.register, a.load, a.line FROM act AS a
    JOIN life AS l ON l.p = a.low JOIN life AS h ON h.p = a.high WHERE a.day >= least(l.ends, h.ends);

-- Two rows a marriage, one from each side. Whose act says that it was dissolved, without the day, has no believed marriage.
CREATE TABLE spouse AS
WITH sound AS (
    SELECT a.* FROM act AS a JOIN life AS l ON l.p = a.low JOIN life AS h ON h.p = a.high
    WHERE a.day < a.d2 AND NOT a.lacks_divorce AND a.day >= greatest(l.born, h.born)
), sides AS (
    SELECT low AS p, high AS q, * FROM sound UNION ALL SELECT high, low, * FROM sound
), ordered AS (
    SELECT *, lead(day) OVER (PARTITION BY p ORDER BY day, load, line, q) AS next,
        coalesce(lag(d2) OVER (PARTITION BY p ORDER BY day, load, line, q) > day, FALSE)
            OR coalesce(lead(day) OVER (PARTITION BY p ORDER BY day, load, line, q) < d2, FALSE) AS is_doubtful
    FROM sides
), ended AS (
    SELECT register, load, line, min(coalesce(next, never())) AS next, bool_or(is_doubtful) AS is_doubtful
    FROM ordered GROUP BY ALL
)
SELECT s.p, s.q, s.day AS d1, least(s.d2, e.next) AS d2, s.divorced,
    CASE WHEN e.is_doubtful THEN getvariable('doubtful') ELSE getvariable('sure') END AS confidence, s.register, s.load, s.line
FROM sides AS s JOIN ended AS e ON e.register = s.register AND e.load = s.load AND e.line = s.line
WHERE s.day < least(s.d2, e.next);

INSERT INTO fault
WITH sides AS (SELECT low AS p, day, d2, register, load, line FROM act UNION ALL SELECT high, day, d2, register, load, line FROM act)
SELECT 'several_open_marriages', p, register, load, line FROM sides
WHERE day < d2 QUALIFY lead(day) OVER (PARTITION BY p ORDER BY day, load, line) < d2;
DROP TABLE told_marriage;
DROP TABLE told_divorce;
