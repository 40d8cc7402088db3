-- a wording in another statement, or of another speaker, than the fuller wording it points to
SELECT wording.id AS wording_id
FROM checked_wording
INNER JOIN wording ON checked_wording.id = wording.id
LEFT JOIN wording AS fuller_wording ON wording.points_to = fuller_wording.digest
LEFT JOIN speaker_name ON wording.name_id = speaker_name.id
LEFT JOIN speaker_name AS fuller_name ON fuller_wording.name_id = fuller_name.id
WHERE
    wording.points_to IS NOT NULL
    AND (
        coalesce(fuller_wording.statement_id, 0) <> wording.statement_id
        OR coalesce(speaker_name.speaker_id, 0) <> coalesce(fuller_name.speaker_id, 0)
    )
