-- Pairs of one relation, each day once. Its kin, ages and family stand in the variables; a part of the people at a time.

INSERT INTO relation
WITH pairs AS (
    SELECT p, q, d1, d2, confidence, register, load, line FROM kinship
    WHERE p >= getvariable('first') AND p < getvariable('above') AND NOT is_hidden AND list_contains(getvariable('kin'), kin)
        AND (len(getvariable('seen_as')) = 0 OR list_contains(getvariable('seen_as'), seen_as)) AND NOT getvariable('after_death')
    UNION ALL
    -- A bond that lasted until the other's death is the one that the dead leave behind; a divorce or an adoption ended it before.
    SELECT k.p, k.q, k.d2, x.ends, k.confidence, k.register, k.load, k.line
    FROM kinship AS k JOIN life AS x ON x.p = k.p JOIN life AS y ON y.p = k.q
    WHERE k.p >= getvariable('first') AND k.p < getvariable('above') AND NOT k.is_hidden AND list_contains(getvariable('kin'), k.kin)
        AND getvariable('after_death') AND k.d2 = y.ends AND y.ends < x.ends
    UNION ALL
    SELECT a.p, b.p, greatest(a.d1, b.d1), least(a.d2, b.d2), least(a.confidence, b.confidence), b.register, b.load, b.line
    FROM stay AS a JOIN stay AS b ON b.place = a.place AND b.p <> a.p
    WHERE a.p >= getvariable('first') AND a.p < getvariable('above')
        AND len(getvariable('kin')) = 0 AND greatest(a.d1, b.d1) < least(a.d2, b.d2)
), aged AS (
    SELECT * FROM pairs WHERE getvariable('until_age') IS NULL
    UNION ALL
    SELECT x.* REPLACE (least(x.d2, turns(l.born, getvariable('until_age'))) AS d2) FROM pairs AS x JOIN life AS l ON l.p = x.q
    WHERE getvariable('until_age') IS NOT NULL
    UNION ALL
    SELECT x.* REPLACE (greatest(x.d1, s.d1) AS d1, least(x.d2, s.d2, turns(l.born, getvariable('studying_until'))) AS d2)
    FROM pairs AS x JOIN life AS l ON l.p = x.q JOIN studies AS s ON s.p = x.q
    WHERE getvariable('studying_until') IS NOT NULL
), together AS (
    SELECT * FROM aged WHERE d1 < d2 AND NOT getvariable('in_one_family')
    UNION ALL
    SELECT x.* REPLACE (greatest(x.d1, a.d1, b.d1) AS d1, least(x.d2, a.d2, b.d2) AS d2)
    FROM aged AS x JOIN membership AS a ON a.p = x.p
    JOIN membership AS b ON b.p = x.q AND b.low = a.low AND b.high IS NOT DISTINCT FROM a.high
    WHERE getvariable('in_one_family') AND greatest(x.d1, a.d1, b.d1) < least(x.d2, a.d2, b.d2)
), marked AS (
    SELECT *, coalesce(max(d2) OVER (PARTITION BY p, q ORDER BY d1, d2 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) < d1, TRUE)
        AS is_new FROM together
), grouped AS (
    SELECT *, sum(is_new::INTEGER) OVER (PARTITION BY p, q ORDER BY d1, d2 ROWS UNBOUNDED PRECEDING) AS island FROM marked
)
SELECT getvariable('relation_key'), p, q, min(d1), max(d2), min(confidence), arg_min(register, (d1, load, line)),
    arg_min(load, (d1, load, line)), arg_min(line, (d1, load, line))
FROM grouped GROUP BY p, q, island;
