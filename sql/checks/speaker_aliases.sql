-- an alias or a role of a name with no quotations, or with more of them than the name has
WITH evidence AS (
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
)

SELECT
    speaker_name.id AS name_id,
    evidence.value
FROM checked_name
INNER JOIN speaker_name ON checked_name.id = speaker_name.id
INNER JOIN evidence ON speaker_name.id = evidence.name_id
WHERE
    evidence.quotations < 1
    OR evidence.quotations > speaker_name.quotations
