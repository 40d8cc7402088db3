-- one row per named speaker and day (UTC) on which articles that quote them appeared
SELECT
    speaker_day.speaker_id,
    speaker.name AS speaker,
    identity.key AS speaker_identity,
    speaker_day.day,
    speaker_day.quotations,
    speaker_day.statements,
    speaker_day.outlets
FROM speaker_day
INNER JOIN speaker ON speaker_day.speaker_id = speaker.id
LEFT JOIN identity_candidate
    ON
        speaker_day.speaker_id = identity_candidate.speaker_id
        AND identity_candidate.doubt IS NULL
LEFT JOIN identity ON identity_candidate.identity_id = identity.id
