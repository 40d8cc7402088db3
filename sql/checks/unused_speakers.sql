-- a speaker without any name, or a name that no quotation has
SELECT speaker.id AS speaker_id
FROM checked_speaker
INNER JOIN speaker ON checked_speaker.id = speaker.id
LEFT JOIN speaker_name ON speaker.id = speaker_name.speaker_id
WHERE speaker_name.id IS NULL
UNION ALL
SELECT speaker_name.speaker_id
FROM checked_name
INNER JOIN speaker_name ON checked_name.id = speaker_name.id
WHERE NOT EXISTS (
    SELECT 1
    FROM quotation
    WHERE quotation.name_id = speaker_name.id
)
