-- a quotation without a wording, or whose wording is somebody else's
SELECT quotation.id
FROM quotation
LEFT JOIN wording ON quotation.wording_id = wording.id
WHERE
    wording.id IS NULL
    OR coalesce(quotation.name_id, 0) <> coalesce(wording.name_id, 0)
