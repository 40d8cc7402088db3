-- a row of identity_candidate whose identity is not there, or has no name of the speaker
SELECT identity_candidate.speaker_id AS mart_row
FROM checked_speaker
INNER JOIN identity_candidate ON checked_speaker.id = identity_candidate.speaker_id
WHERE NOT EXISTS (
    SELECT 1
    FROM identity
    INNER JOIN identity_name ON identity.id = identity_name.identity_id
    INNER JOIN speaker_name ON identity_name.normalised = speaker_name.normalised
    WHERE
        identity.id = identity_candidate.identity_id
        AND speaker_name.speaker_id = identity_candidate.speaker_id
)
