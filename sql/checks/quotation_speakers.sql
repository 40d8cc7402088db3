-- a quotation whose statement is somebody else's
SELECT quotation.id
FROM quotation
INNER JOIN statement ON quotation.statement_id = statement.id
WHERE coalesce(quotation.speaker_id, 0) <> coalesce(statement.speaker_id, 0)
