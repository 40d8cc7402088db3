-- a speaker whom no quotation names
SELECT speaker.id
FROM speaker
LEFT JOIN quotation ON speaker.id = quotation.speaker_id
WHERE quotation.id IS NULL
