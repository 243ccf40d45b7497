-- Which family it is. A couple founds one, and so does who lives alone. Who is left when a spouse dies, the parent with whom
-- the children stay after a divorce, and the eldest left when the last parent dies go on in the family that was.

CREATE TABLE epoch AS
SELECT p AS root, d1, d2, FALSE AS is_couple, NULL::INTEGER AS low, NULL::INTEGER AS high FROM (
    SELECT p, min(d1) AS d1, max(d2) AS d2 FROM (
        SELECT *, sum((coalesce(before <> d1, TRUE))::INTEGER) OVER (PARTITION BY p ORDER BY d1 ROWS UNBOUNDED PRECEDING) AS island
        FROM (SELECT p, d1, d2, lag(d2) OVER (PARTITION BY p ORDER BY d1) AS before FROM pulled WHERE why = 'alone')
    ) GROUP BY p, island
)
UNION ALL
SELECT s.p, u.d1, u.d2, TRUE, s.p, s.q
FROM pulled AS u JOIN spouse AS s ON s.p = u.p AND s.d1 <= u.d1 AND s.d2 >= u.d2 WHERE u.why = 'spouse' AND s.p < s.q;

CREATE TABLE left_alone AS
SELECT e.root, e.d1, s.q, l.ends = e.d1 AS by_death FROM epoch AS e JOIN spouse AS s ON s.p = e.root AND s.d2 = e.d1
JOIN life AS l ON l.p = s.q WHERE NOT e.is_couple;

-- With whom the common children are on the day: the parent with more of them keeps the family, the mother when it is even.
CREATE TABLE keeps AS
WITH common AS (
    SELECT o.root, o.d1, o.q, a.child, a.part FROM left_alone AS o
    JOIN parent AS a ON a.parent = o.root JOIN parent AS b ON b.parent = o.q AND b.child = a.child
    JOIN life AS c ON c.p = a.child
    WHERE NOT o.by_death AND turns(c.born, getvariable('adult_at')) > o.d1 AND c.born < o.d1 AND c.ends > o.d1
)
SELECT c.root, c.d1, c.q, count(*) FILTER (u.q = c.root) AS mine, count(*) FILTER (u.q = c.q) AS theirs, min(c.part) AS part
FROM common AS c JOIN pulled AS u ON u.p = c.child AND u.d1 <= c.d1 AND u.d2 > c.d1 GROUP BY ALL;

CREATE TABLE succeeds AS
SELECT e.root, e.d1, r.q AS before FROM epoch AS e JOIN rooted AS r ON r.p = e.root AND r.d2 = e.d1 AND r.q <> e.root
JOIN life AS dead ON dead.p = r.q AND dead.ends = e.d1 JOIN life AS l ON l.p = e.root
WHERE NOT e.is_couple
QUALIFY row_number() OVER (PARTITION BY r.q, e.d1 ORDER BY l.born, e.root) = 1;

CREATE TABLE named_family AS
SELECT e.root, e.d1, e.d2,
    CASE WHEN e.is_couple THEN e.low WHEN o.by_death OR k.root IS NOT NULL THEN least(e.root, o.q) ELSE e.root END AS low,
    CASE WHEN e.is_couple THEN e.high WHEN o.by_death OR k.root IS NOT NULL THEN greatest(e.root, o.q) END AS high,
    CASE WHEN NOT e.is_couple AND o.root IS NULL THEN s.before END AS heir_of
FROM epoch AS e LEFT JOIN left_alone AS o ON o.root = e.root AND o.d1 = e.d1
LEFT JOIN keeps AS k ON k.root = o.root AND k.d1 = o.d1 AND k.q = o.q
    AND k.mine > 0 AND (k.mine > k.theirs OR (k.mine = k.theirs AND k.part = 'mother'))
LEFT JOIN succeeds AS s ON s.root = e.root AND s.d1 = e.d1;
DROP TABLE epoch;
DROP TABLE left_alone;
DROP TABLE keeps;
DROP TABLE succeeds;
