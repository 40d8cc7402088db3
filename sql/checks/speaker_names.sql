-- a name with a wrong number of quotations, or of another speaker than the name it points to
SELECT speaker_name.id AS name_id
FROM checked_name
INNER JOIN speaker_name ON checked_name.id = speaker_name.id
LEFT JOIN quotation ON speaker_name.id = quotation.name_id
GROUP BY speaker_name.id, speaker_name.quotations
HAVING count(quotation.id) <> speaker_name.quotations
UNION ALL
SELECT speaker_name.id AS name_id
FROM checked_name
INNER JOIN speaker_name ON checked_name.id = speaker_name.id
LEFT JOIN speaker_name AS fuller_name ON speaker_name.points_to = fuller_name.key
WHERE
    speaker_name.points_to IS NOT NULL
    AND coalesce(fuller_name.speaker_id, 0) <> speaker_name.speaker_id
