-- Each bond from both sides, in the words of the content.

CREATE TABLE kinship AS
WITH bond AS (
    SELECT s.p, s.q, 'spouse' AS told, s.d1, s.d2, FALSE AS is_hidden, s.confidence, s.register, s.load, s.line FROM spouse AS s
    UNION ALL SELECT child, parent, part, d1, d2, is_hidden, confidence, register, load, line FROM parent
    UNION ALL SELECT child, guardian, 'guardian', d1, d2, FALSE, getvariable('sure'), register, load, line FROM guardian
)
SELECT b.p, b.q, k.kin, k.seen_as, b.is_hidden, b.d1, least(b.d2, x.ends, y.ends) AS d2, b.confidence, b.register, b.load, b.line
FROM bond AS b JOIN kin_word AS k USING (told) JOIN life AS x ON x.p = b.p JOIN life AS y ON y.p = b.q
WHERE b.d1 < least(b.d2, x.ends, y.ends)
UNION ALL
SELECT b.q, b.p, k.seen_as, k.kin, b.is_hidden, b.d1, least(b.d2, x.ends, y.ends), b.confidence, b.register, b.load, b.line
FROM bond AS b JOIN kin_word AS k USING (told) JOIN life AS x ON x.p = b.p JOIN life AS y ON y.p = b.q
WHERE b.told <> 'spouse' AND b.d1 < least(b.d2, x.ends, y.ends);
