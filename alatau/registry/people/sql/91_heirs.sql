-- One generation of heirs takes the family of the one whom they follow, once that one's family is named.

CREATE TABLE inherited AS
SELECT h.root, h.d1, f.low, f.high FROM named_family AS h
JOIN named_family AS f ON f.root = h.heir_of AND f.d1 < h.d1 AND f.d2 = h.d1 AND f.heir_of IS NULL
WHERE h.heir_of IS NOT NULL;
UPDATE named_family AS h SET low = i.low, high = i.high, heir_of = NULL FROM inherited AS i WHERE i.root = h.root AND i.d1 = h.d1;
DROP TABLE inherited;
