-- one row per quotation that counts: in the current version of an article, and not withheld
SELECT
    current_quotation.quotation_id,
    current_quotation.statement_id,
    current_quotation.article_id,
    current_quotation.speaker_id,
    current_quotation.speaker,
    identity.key AS speaker_identity,
    quotation.role,
    quotation.kind,
    quotation.text,
    quotation.mention,
    quotation.cue,
    current_quotation.confidence,
    outlet.name AS outlet,
    article_version.headline,
    article_version.section,
    article_version.language,
    article.url,
    current_quotation.published_or_first_seen_at,
    article.first_seen_at
FROM current_quotation
INNER JOIN quotation ON current_quotation.quotation_id = quotation.id
INNER JOIN article_version ON quotation.version_id = article_version.id
INNER JOIN article ON current_quotation.article_id = article.id
INNER JOIN outlet ON current_quotation.outlet_id = outlet.id
LEFT JOIN identity_candidate
    ON
        current_quotation.speaker_id = identity_candidate.speaker_id
        AND identity_candidate.doubt IS NULL
LEFT JOIN identity ON identity_candidate.identity_id = identity.id
