-- How many of those who pull the core, directly or through others, stand too far out to be surely right.

WITH RECURSIVE reached AS (
    SELECT p FROM human WHERE id IN (SELECT id FROM core)
    UNION
    SELECT u.q FROM reached AS r JOIN pulled AS u USING (p)
)
SELECT count(*) FROM reached JOIN human USING (p) WHERE id NOT IN (SELECT id FROM inner_ring);
