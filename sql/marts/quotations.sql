-- one row per quotation in the current version of an article
SELECT
    quotation.id AS quotation_id,
    wording.statement_id,
    article.id AS article_id,
    speaker_name.speaker_id,
    coalesce(speaker.name, quotation.speaker_text) AS speaker,
    quotation.role,
    quotation.kind,
    quotation.text,
    quotation.mention,
    quotation.cue,
    quotation.confidence,
    outlet.name AS outlet,
    article_version.headline,
    article_version.section,
    article_version.language,
    article.url,
    article.appeared_at,
    article.first_seen_at
FROM quotation
INNER JOIN article_version ON quotation.version_id = article_version.id
INNER JOIN article ON article_version.article_id = article.id
INNER JOIN outlet ON article.outlet_id = outlet.id
INNER JOIN wording ON quotation.wording_id = wording.id
LEFT JOIN speaker_name ON quotation.name_id = speaker_name.id
LEFT JOIN speaker ON speaker_name.speaker_id = speaker.id
WHERE article_version.is_current
