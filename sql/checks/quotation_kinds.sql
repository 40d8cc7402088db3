-- a quotation of an unknown kind, or whose confidence is not between 0 and 1
SELECT id
FROM quotation
WHERE
    kind NOT IN ('direct', 'partial', 'indirect', 'mixed')
    OR NOT confidence BETWEEN 0 AND 1
