-- a statement without any wording, or a wording that no quotation has
SELECT statement.id
FROM statement
LEFT JOIN wording ON statement.id = wording.statement_id
WHERE wording.id IS NULL
UNION ALL
SELECT wording.id
FROM wording
LEFT JOIN quotation ON wording.id = quotation.wording_id
WHERE quotation.id IS NULL
