-- one row per article and wording that only older versions of it have
SELECT
    changed_quotation.article_id,
    changed_quotation.statement_id,
    outlet.name AS outlet,
    article.url,
    coalesce(speaker.name, quotation.speaker_text) AS speaker,
    identity.key AS speaker_identity,
    CASE
        WHEN changed_quotation.quotation_now_id IS NULL THEN 'gone' ELSE 'changed'
    END AS change,
    quotation.text,
    quotation_now.text AS text_now,
    changed_quotation.first_seen_at,
    changed_quotation.last_seen_at
FROM changed_quotation
INNER JOIN quotation ON changed_quotation.quotation_id = quotation.id
INNER JOIN article ON changed_quotation.article_id = article.id
INNER JOIN outlet ON article.outlet_id = outlet.id
LEFT JOIN speaker_name ON quotation.name_id = speaker_name.id
LEFT JOIN speaker ON speaker_name.speaker_id = speaker.id
LEFT JOIN identity_candidate
    ON
        speaker_name.speaker_id = identity_candidate.speaker_id
        AND identity_candidate.doubt IS NULL
LEFT JOIN identity ON identity_candidate.identity_id = identity.id
LEFT JOIN quotation AS quotation_now ON changed_quotation.quotation_now_id = quotation_now.id
