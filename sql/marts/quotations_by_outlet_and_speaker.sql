-- one row per outlet and named speaker: who is quoted by an outlet, and how large a share each has
SELECT
    current_quotation.outlet_id,
    outlet.name AS outlet,
    current_quotation.speaker_id,
    current_quotation.speaker,
    identity.key AS speaker_identity,
    count(*) AS quotations,
    count(DISTINCT current_quotation.statement_id) AS statements,
    count(DISTINCT current_quotation.article_id) AS articles,
    cast(count(*) AS DOUBLE PRECISION)
    / sum(count(*)) OVER (PARTITION BY current_quotation.outlet_id) AS share
FROM current_quotation
INNER JOIN outlet ON current_quotation.outlet_id = outlet.id
LEFT JOIN identity_candidate
    ON
        current_quotation.speaker_id = identity_candidate.speaker_id
        AND identity_candidate.doubt IS NULL
LEFT JOIN identity ON identity_candidate.identity_id = identity.id
WHERE current_quotation.speaker_id IS NOT NULL
GROUP BY
    current_quotation.outlet_id, outlet.name, current_quotation.speaker_id,
    current_quotation.speaker, identity.key
