-- a statement that no quotation belongs to
SELECT statement.id
FROM statement
LEFT JOIN quotation ON statement.id = quotation.statement_id
WHERE quotation.id IS NULL
