-- one row per named speaker and day (UTC) on which articles that quote them appeared
SELECT
    speaker.id AS speaker_id,
    speaker.name AS speaker,
    date(article.appeared_at) AS day,
    count(*) AS quotations,
    count(DISTINCT quotation.statement_id) AS statements,
    count(DISTINCT article.outlet_id) AS outlets
FROM quotation
INNER JOIN article_version ON quotation.version_id = article_version.id
INNER JOIN article ON article_version.article_id = article.id
INNER JOIN speaker ON quotation.speaker_id = speaker.id
WHERE article_version.is_current
GROUP BY speaker.id, speaker.name, date(article.appeared_at)
