-- Whom kin and marriage pull to whom, and when: the lower rank wins. `rank` is in the order of the family rules.

CREATE TABLE pull (p INTEGER, q INTEGER, d1 DATE, d2 DATE, rank TINYINT, why VARCHAR, confidence INTEGER,
    register VARCHAR, load BIGINT, line BIGINT);

-- A couple is one point: both are pulled to the spouse with the lower number.
INSERT INTO pull
SELECT s.p, least(s.p, s.q), greatest(s.d1, a.d1, b.d1), least(s.d2, a.d2, b.d2), 0, 'spouse', s.confidence, s.register, s.load, s.line
FROM spouse AS s JOIN present AS a ON a.p = s.p JOIN present AS b ON b.p = s.q
WHERE greatest(s.d1, a.d1, b.d1) < least(s.d2, a.d2, b.d2);

INSERT INTO pull
SELECT g.child, g.guardian, greatest(g.d1, a.d1, b.d1), least(g.d2, a.d2, b.d2), 1, 'ward', getvariable('sure'), g.register, g.load, g.line
FROM guardian AS g JOIN present AS a ON a.p = g.child JOIN present AS b ON b.p = g.guardian
WHERE greatest(g.d1, a.d1, b.d1) < least(g.d2, a.d2, b.d2);

CREATE TABLE parent_alive AS
SELECT r.child, r.parent, r.part, greatest(r.d1, a.d1, b.d1) AS d1, least(r.d2, a.d2, b.d2) AS d2, l.born, r.confidence,
    r.register, r.load, r.line
FROM parent AS r JOIN life AS l ON l.p = r.child JOIN present AS a ON a.p = r.child JOIN present AS b ON b.p = r.parent
WHERE greatest(r.d1, a.d1, b.d1) < least(r.d2, a.d2, b.d2);

-- At one address: at any age.
INSERT INTO pull
SELECT r.child, r.parent, greatest(r.d1, c.d1, o.d1), least(r.d2, c.d2, o.d2),
    CASE r.part WHEN 'mother' THEN 2 ELSE 3 END, 'child', r.confidence, r.register, r.load, r.line
FROM parent_alive AS r JOIN stay AS c ON c.p = r.child JOIN stay AS o ON o.p = r.parent AND o.place = c.place
WHERE greatest(r.d1, c.d1, o.d1) < least(r.d2, c.d2, o.d2);

-- Wherever they live: until the age at which children leave, and while they study.
INSERT INTO pull
SELECT child, parent, d1, least(d2, turns(born, getvariable('leaves_at'))), CASE part WHEN 'mother' THEN 4 ELSE 5 END, 'child',
    confidence, register, load, line
FROM parent_alive WHERE d1 < least(d2, turns(born, getvariable('leaves_at')))
UNION ALL
SELECT r.child, r.parent, greatest(r.d1, s.d1), least(r.d2, s.d2), CASE r.part WHEN 'mother' THEN 4 ELSE 5 END, 'child',
    r.confidence, r.register, r.load, r.line
FROM parent_alive AS r JOIN studies AS s ON s.p = r.child
WHERE greatest(r.d1, s.d1) < least(r.d2, s.d2);

INSERT INTO pull
SELECT r.p, r.p, r.d1, r.d2, 99, 'alone', getvariable('sure'), l.register, l.load, l.line FROM present AS r JOIN life AS l USING (p);
DROP TABLE parent_alive;
