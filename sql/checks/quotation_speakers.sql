-- a quotation without a wording, or whose wording is another speaker's
SELECT quotation.id AS quotation_id
FROM checked_version
INNER JOIN quotation ON checked_version.id = quotation.version_id
LEFT JOIN wording ON quotation.wording_id = wording.id
WHERE
    wording.id IS NULL
    OR coalesce(quotation.name_id, 0) <> coalesce(wording.name_id, 0)
