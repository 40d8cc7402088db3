-- a speaker who is shown by another name than those that articles use
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
