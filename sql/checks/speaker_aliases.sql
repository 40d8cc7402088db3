-- an alias or a role that more quotations are said to give a name than have it, or none
SELECT
    speaker_name.id,
    evidence.value
FROM (
    SELECT
        name_id,
        alias AS value,
        quotations
    FROM speaker_alias
    UNION ALL
    SELECT
        name_id,
        role AS value,
        quotations
    FROM speaker_role
) AS evidence
INNER JOIN speaker_name ON evidence.name_id = speaker_name.id
WHERE
    evidence.quotations < 1
    OR evidence.quotations > speaker_name.quotations
