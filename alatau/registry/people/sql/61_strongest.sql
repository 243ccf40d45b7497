-- Of all that pulls somebody, the strongest on each day; days on which it stays the same are one row. A part of the people at
-- a time: sorting all of them at once would take more memory than the machine has.

INSERT INTO pulled
WITH mine AS (SELECT * FROM pull WHERE p >= getvariable('first') AND p < getvariable('above')),
cuts AS (SELECT p, d1 AS d FROM mine UNION SELECT p, d2 FROM mine),
days AS (SELECT p, d AS d1, lead(d) OVER (PARTITION BY p ORDER BY d) AS d2 FROM cuts QUALIFY d2 IS NOT NULL),
best AS (
    SELECT d.p, d.d1, d.d2, min({
        'rank': m.rank, 'born': l.born, 'q': m.q, 'why': m.why, 'confidence': -m.confidence,
        'register': m.register, 'load': m.load, 'line': m.line
    }) AS b
    FROM days AS d JOIN mine AS m ON m.p = d.p AND m.d1 <= d.d1 AND m.d2 >= d.d2 JOIN life AS l ON l.p = m.q GROUP BY ALL
), marked AS (
    SELECT *, coalesce(lag(d2) OVER w <> d1 OR lag(b) OVER w IS DISTINCT FROM b, TRUE) AS is_new FROM best WINDOW w AS (PARTITION BY p ORDER BY d1)
), grouped AS (
    SELECT *, sum(is_new::INTEGER) OVER (PARTITION BY p ORDER BY d1 ROWS UNBOUNDED PRECEDING) AS island FROM marked
)
SELECT p, b.q, min(d1), max(d2), b.rank, b.why, -b.confidence, b.register, b.load, b.line FROM grouped GROUP BY p, island, b;
