-- one row per speaker and entry of the identities file that the speaker is or may be
SELECT
    speaker.id AS speaker_id,
    speaker.name AS speaker,
    identity.key AS speaker_identity,
    identity.name AS identity_name,
    identity_candidate.doubt
FROM identity_candidate
INNER JOIN speaker ON identity_candidate.speaker_id = speaker.id
INNER JOIN identity ON identity_candidate.identity_id = identity.id
