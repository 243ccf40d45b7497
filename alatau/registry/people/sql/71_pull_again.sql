-- Weigh again for those whom a shared home pulls; all others stay as they are.

CREATE TABLE weak_again AS SELECT DISTINCT p FROM home_pull;
DROP TABLE pull;
CREATE TABLE pull AS
SELECT p, q, d1, d2, rank, why, confidence, register, load, line FROM pulled JOIN weak_again USING (p)
UNION ALL SELECT * FROM home_pull;
DELETE FROM pulled WHERE p IN (SELECT p FROM weak_again);
DROP TABLE home_pull;
