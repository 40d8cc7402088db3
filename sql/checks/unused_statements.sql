-- a statement without any wording, or a wording that no quotation has
SELECT statement.id AS statement_id
FROM checked_statement
INNER JOIN statement ON checked_statement.id = statement.id
LEFT JOIN wording ON statement.id = wording.statement_id
WHERE wording.id IS NULL
UNION ALL
SELECT wording.statement_id
FROM checked_wording
INNER JOIN wording ON checked_wording.id = wording.id
WHERE NOT EXISTS (
    SELECT 1
    FROM quotation
    WHERE quotation.wording_id = wording.id
)
