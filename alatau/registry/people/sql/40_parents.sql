-- Who is whose parent and guardian, from when until when. An adoption ends what the birth act says, and hides it.

INSERT INTO fault
SELECT 'child_is_parent', child, register, load, line FROM birth WHERE child IN (mother, father)
UNION ALL
SELECT 'parents_are_one', child, register, load, line FROM birth WHERE mother = father;

CREATE TABLE adoption AS
SELECT c.p AS child, a.p AS parent, t.day, t.register, t.load, t.line
FROM told_adoption AS t JOIN number_of AS c ON c.id = t.child JOIN number_of AS a ON a.id = t.parent
WHERE t.day IS NOT NULL AND c.p <> a.p;

CREATE TABLE named_parent AS
SELECT child, mother AS parent, 'mother' AS part, register, load, line FROM birth WHERE mother IS NOT NULL AND mother <> child
UNION ALL
SELECT child, father, 'father', register, load, line FROM birth
WHERE father IS NOT NULL AND father <> child AND father IS DISTINCT FROM mother;

INSERT INTO fault
SELECT 'parent_too_young', n.child, n.register, n.load, n.line FROM named_parent AS n
JOIN life AS c ON c.p = n.child JOIN life AS a ON a.p = n.parent
WHERE turns(a.born, getvariable('parent_from')) > c.born
UNION ALL
SELECT 'several_birth_acts', child, register, load, line FROM named_parent
QUALIFY count(DISTINCT parent) OVER (PARTITION BY child, part) > 1;

-- Of several acts that name different parents the latest is believed, and not surely. A parent who died after the child
-- was born stays a parent.
CREATE TABLE parent AS
WITH believed AS (
    SELECT n.* FROM named_parent AS n JOIN life AS c ON c.p = n.child JOIN life AS a ON a.p = n.parent
    WHERE turns(a.born, getvariable('parent_from')) <= c.born
), latest AS (
    SELECT *, count(*) OVER (PARTITION BY child, part) AS acts FROM believed
    QUALIFY row_number() OVER (PARTITION BY child, part ORDER BY load DESC, line DESC, register) = 1
), cut AS (SELECT child, min(day) AS day FROM adoption GROUP BY child)
SELECT l.child, l.parent, l.part, 'birth' AS told, c.born AS d1, least(coalesce(cut.day, never()), never()) AS d2,
    cut.day IS NOT NULL AS is_hidden,
    CASE WHEN l.acts > 1 THEN getvariable('doubtful') ELSE getvariable('sure') END AS confidence, l.register, l.load, l.line
FROM latest AS l JOIN life AS c ON c.p = l.child LEFT JOIN cut ON cut.child = l.child
WHERE c.born < coalesce(cut.day, never())
UNION ALL
SELECT a.child, a.parent, CASE p.sex WHEN 'female' THEN 'mother' ELSE 'father' END, 'adoption', greatest(a.day, c.born), never(),
    FALSE, getvariable('sure'), a.register, a.load, a.line
FROM adoption AS a JOIN life AS c ON c.p = a.child JOIN life AS p ON p.p = a.parent WHERE p.born < c.born
QUALIFY row_number() OVER (PARTITION BY a.child, a.parent ORDER BY a.day, a.load, a.line) = 1;

CREATE TABLE guardian AS
SELECT c.p AS child, g.p AS guardian, greatest(coalesce(t.since, t.seen_from), l.born) AS d1,
    least(coalesce(t.until, never()), coalesce(t.seen_until, never()), turns(l.born, getvariable('adult_at'))) AS d2,
    t.register, t.load, t.line
FROM told_guardianship AS t JOIN number_of AS c ON c.id = t.child JOIN number_of AS g ON g.id = t.guardian
JOIN life AS l ON l.p = c.p JOIN life AS o ON o.p = g.p WHERE o.born < l.born AND c.p <> g.p;
DELETE FROM guardian WHERE d1 >= d2;

CREATE TABLE studies AS
SELECT n.p, coalesce(t.since, t.seen_from) AS d1, least(coalesce(t.until, never()), coalesce(t.seen_until, never())) AS d2
FROM told_studies AS t JOIN number_of AS n ON n.id = t.person WHERE coalesce(t.since, t.seen_from) < coalesce(t.until, never());
DROP TABLE adoption;
DROP TABLE named_parent;
DROP TABLE act;
DROP TABLE told_adoption;
DROP TABLE told_guardianship;
