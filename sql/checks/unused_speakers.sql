-- a speaker without any name, or a name that no quotation has
SELECT speaker.id
FROM speaker
LEFT JOIN speaker_name ON speaker.id = speaker_name.speaker_id
WHERE speaker_name.id IS NULL
UNION ALL
SELECT speaker_name.id
FROM speaker_name
LEFT JOIN quotation ON speaker_name.id = quotation.name_id
WHERE quotation.id IS NULL
