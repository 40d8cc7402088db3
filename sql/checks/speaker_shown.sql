-- a speaker who is called by none of their names
SELECT speaker.id AS speaker_id
FROM checked_speaker
INNER JOIN speaker ON checked_speaker.id = speaker.id
LEFT JOIN speaker_name
    ON
        speaker.id = speaker_name.speaker_id
        AND (
            speaker.name = speaker_name.name
            OR speaker.name = speaker_name.name || ' (' || speaker_name.label || ')'
        )
WHERE speaker_name.id IS NULL
