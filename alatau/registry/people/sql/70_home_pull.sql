-- Whom a shared home pulls to whom, while nothing stronger does: the other parent of one's child, a married child, brothers
-- and sisters, grandparents, and where the rules say so everybody at the address.

CREATE TABLE lonely AS
SELECT a.p, s.place, greatest(a.d1, s.d1) AS d1, least(a.d2, s.d2) AS d2, l.born, s.register, s.load, s.line
FROM pulled AS a JOIN stay AS s USING (p) JOIN life AS l USING (p)
WHERE a.why = 'alone' AND greatest(a.d1, s.d1) < least(a.d2, s.d2);

-- Grown people at the same address; a home of very many is a hostel, and makes nobody kin.
CREATE TABLE beside AS
SELECT a.p, o.p AS q, greatest(a.d1, o.d1, turns(l.born, getvariable('adult_at'))) AS d1, least(a.d2, o.d2) AS d2,
    l.born < a.born OR (l.born = a.born AND o.p < a.p) AS is_older, a.born, a.register, a.load, a.line
FROM lonely AS a JOIN stay AS o ON o.place = a.place AND o.p <> a.p JOIN life AS l ON l.p = o.p
WHERE greatest(a.d1, o.d1, turns(l.born, getvariable('adult_at'))) < least(a.d2, o.d2)
    -- Who divorced may still share a home, and is not one family.
    AND NOT EXISTS (SELECT 1 FROM spouse AS s WHERE s.p = a.p AND s.q = o.p AND s.divorced IS NOT NULL)
QUALIFY count(*) OVER (PARTITION BY a.p, a.d1) <= getvariable('home_most');

CREATE TABLE kin_beside AS
WITH pairs AS (SELECT DISTINCT p, q FROM beside), of AS (SELECT DISTINCT child, parent FROM parent)
SELECT p, q, min(rank) AS rank FROM (
    SELECT p, q, 6 AS rank FROM pairs JOIN of AS a ON a.parent = p JOIN of AS b ON b.parent = q AND b.child = a.child
    UNION ALL SELECT p, q, 7 FROM pairs JOIN of ON of.parent = p AND of.child = q
    UNION ALL SELECT p, q, 8 FROM pairs JOIN of AS a ON a.child = p JOIN of AS b ON b.child = q AND b.parent = a.parent
    UNION ALL SELECT p, q, 9 FROM pairs JOIN of AS a ON a.child = p JOIN of AS b ON b.child = a.parent AND b.parent = q
) GROUP BY ALL;

CREATE MACRO why_of(rank) AS CASE rank WHEN 6 THEN 'partner' WHEN 7 THEN 'parent' WHEN 8 THEN 'sibling' WHEN 9 THEN 'grandchild'
    ELSE 'co_resident' END;
CREATE MACRO trust_of(rank) AS CASE WHEN rank < 10 THEN getvariable('likely') ELSE getvariable('weak') END;

-- To a couple whatever the ages, else to somebody older: so nobody is pulled in a circle.
CREATE TABLE home_pull AS
WITH ranked AS (
    SELECT b.*, coalesce(k.rank, 10) AS rank FROM beside AS b LEFT JOIN kin_beside AS k ON k.p = b.p AND k.q = b.q
    WHERE k.rank IS NOT NULL OR getvariable('co_residents_join')
)
SELECT r.p, r.q, greatest(r.d1, c.d1) AS d1, least(r.d2, c.d2) AS d2, 2 * r.rank AS rank, why_of(r.rank) AS why,
    trust_of(r.rank) AS confidence, r.register, r.load, r.line
FROM ranked AS r JOIN pulled AS c ON c.p = r.q AND c.why = 'spouse'
WHERE greatest(r.d1, c.d1) < least(r.d2, c.d2)
UNION ALL
SELECT p, q, d1, d2, 2 * rank + 1, why_of(rank), trust_of(rank), register, load, line FROM ranked WHERE is_older;
DROP TABLE lonely;
DROP TABLE beside;
DROP TABLE kin_beside;
