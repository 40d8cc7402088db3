-- one row per named speaker and day (UTC) on which articles that quote them appeared
SELECT
    speaker.id AS speaker_id,
    speaker.name AS speaker,
    date(article.appeared_at) AS day,
    count(*) AS quotations,
    count(DISTINCT wording.statement_id) AS statements,
    count(DISTINCT article.outlet_id) AS outlets
FROM quotation
INNER JOIN article_version ON quotation.version_id = article_version.id
INNER JOIN article ON article_version.article_id = article.id
INNER JOIN speaker_name ON quotation.name_id = speaker_name.id
INNER JOIN speaker ON speaker_name.speaker_id = speaker.id
INNER JOIN wording ON quotation.wording_id = wording.id
WHERE article_version.is_current
GROUP BY speaker.id, speaker.name, date(article.appeared_at)
