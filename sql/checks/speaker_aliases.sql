-- an alias that more articles are said to use than quote the speaker, or none
SELECT
    speaker_alias.speaker_id,
    speaker_alias.alias
FROM speaker_alias
LEFT JOIN quotation ON speaker_alias.speaker_id = quotation.speaker_id
GROUP BY speaker_alias.speaker_id, speaker_alias.alias, speaker_alias.quotations
HAVING
    speaker_alias.quotations < 1
    OR speaker_alias.quotations > count(quotation.id)
