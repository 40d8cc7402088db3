-- one row per article and statement that an older version has and the current one no longer
SELECT
    article.id AS article_id,
    quotation.statement_id,
    outlet.name AS outlet,
    article.url,
    coalesce(speaker.name, min(quotation.speaker_text)) AS speaker,
    min(quotation.text) AS text,
    min(article_version.first_seen_at) AS first_seen_at,
    max(article_version.last_seen_at) AS last_seen_at
FROM quotation
INNER JOIN article_version ON quotation.version_id = article_version.id
INNER JOIN article ON article_version.article_id = article.id
INNER JOIN outlet ON article.outlet_id = outlet.id
LEFT JOIN speaker ON quotation.speaker_id = speaker.id
WHERE
    NOT EXISTS (
        SELECT 1
        FROM quotation AS remaining
        INNER JOIN article_version AS current_version
            ON remaining.version_id = current_version.id
        WHERE
            current_version.article_id = article.id
            AND current_version.is_current
            AND remaining.statement_id = quotation.statement_id
    )
GROUP BY article.id, quotation.statement_id, outlet.name, article.url, speaker.name
