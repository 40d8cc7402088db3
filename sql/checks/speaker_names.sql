-- a speaker whose name is not among the names that articles use
SELECT speaker.id
FROM speaker
LEFT JOIN speaker_alias
    ON
        speaker.id = speaker_alias.speaker_id
        AND speaker.name = speaker_alias.alias
WHERE speaker_alias.alias IS NULL
