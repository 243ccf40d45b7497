-- One step up: who was pulled to somebody is now where that one is pulled to. The children's children arrive in a few steps.

CREATE TABLE climbed AS
SELECT c.p, u.q, greatest(c.d1, u.d1) AS d1, least(c.d2, u.d2) AS d2, c.why, least(c.confidence, u.confidence) AS confidence,
    c.register, c.load, c.line, u.q = c.q AS has_arrived
FROM climbing AS c JOIN pulled AS u ON u.p = c.q WHERE greatest(c.d1, u.d1) < least(c.d2, u.d2);
INSERT INTO rooted SELECT p, q, d1, d2, why, confidence, register, load, line FROM climbed WHERE has_arrived;
DROP TABLE climbing;
CREATE TABLE climbing AS SELECT * EXCLUDE (has_arrived) FROM climbed WHERE NOT has_arrived;
DROP TABLE climbed;
