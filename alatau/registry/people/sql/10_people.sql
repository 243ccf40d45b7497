-- Everybody whom the registers name, with a small number each: joins over twenty million people carry four bytes.
-- A record that was merged into another stands under the other's number.

CREATE MACRO never() AS DATE '9999-12-31';
CREATE MACRO turns(born, years) AS CAST(born + to_years(years) AS DATE);

CREATE TABLE fault (code VARCHAR, p INTEGER, register VARCHAR, load BIGINT, line BIGINT);

CREATE TABLE standing AS
WITH named AS (
    SELECT person AS id FROM told_person UNION SELECT person FROM told_death UNION SELECT person FROM told_residence
    UNION SELECT person FROM told_temporary_residence UNION SELECT person FROM told_departure
    UNION SELECT child FROM told_birth UNION SELECT mother FROM told_birth UNION SELECT father FROM told_birth
    UNION SELECT one FROM told_marriage UNION SELECT other FROM told_marriage
    UNION SELECT child FROM told_adoption UNION SELECT parent FROM told_adoption
    UNION SELECT child FROM told_guardianship UNION SELECT guardian FROM told_guardianship
)
SELECT DISTINCT coalesce(merged.stands, named.id) AS id FROM named LEFT JOIN merged USING (id) WHERE named.id IS NOT NULL;
-- Numbers go by id, so that a part of the people is computed as it is among everybody. Sorting to disk and counting
-- where a row lies takes half the time of counting in a window.
SET preserve_insertion_order = true;
CREATE TABLE ordered AS SELECT id FROM standing ORDER BY id;
SET preserve_insertion_order = false;
CREATE TABLE human AS SELECT CAST(rowid + 1 AS INTEGER) AS p, id FROM ordered;
DROP TABLE standing;
DROP TABLE ordered;


-- Each id that a row may hold, merged ones included.
CREATE TABLE number_of AS
SELECT id, p FROM human UNION ALL SELECT merged.id, human.p FROM merged JOIN human ON human.id = merged.stands;
