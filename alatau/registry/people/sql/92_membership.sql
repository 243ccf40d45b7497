-- Who is in which family, with the record by which; a part of the people at a time.

INSERT INTO membership
WITH placed AS (
    SELECT r.p, f.low, f.high, CASE WHEN r.why = 'alone' THEN 'single' ELSE r.why END AS role,
        greatest(r.d1, f.d1) AS d1, least(r.d2, f.d2) AS d2, r.confidence, r.register, r.load, r.line
    FROM rooted AS r JOIN named_family AS f ON f.root = r.q AND f.d1 < r.d2 AND f.d2 > r.d1
    WHERE r.p >= getvariable('first') AND r.p < getvariable('above')
), marked AS (
    SELECT *, coalesce(lag(d2) OVER w <> d1 OR lag({'a': low, 'b': high, 'c': role, 'd': confidence, 'e': register, 'f': load, 'g': line}) OVER w
        IS DISTINCT FROM {'a': low, 'b': high, 'c': role, 'd': confidence, 'e': register, 'f': load, 'g': line}, TRUE) AS is_new
    FROM placed WINDOW w AS (PARTITION BY p ORDER BY d1)
), grouped AS (
    SELECT *, sum(is_new::INTEGER) OVER (PARTITION BY p ORDER BY d1 ROWS UNBOUNDED PRECEDING) AS island FROM marked
)
SELECT p, low, high, role, min(d1) AS d1, max(d2) AS d2, confidence, register, load, line
FROM grouped GROUP BY p, island, low, high, role, confidence, register, load, line;
