-- one row per outlet and named speaker: whom an outlet quotes, and how much of it is one voice
SELECT
    outlet.id AS outlet_id,
    outlet.name AS outlet,
    speaker.id AS speaker_id,
    speaker.name AS speaker,
    count(*) AS quotations,
    count(DISTINCT wording.statement_id) AS statements,
    count(DISTINCT article.id) AS articles,
    cast(count(*) AS DOUBLE PRECISION)
    / sum(count(*)) OVER (PARTITION BY outlet.id) AS share
FROM quotation
INNER JOIN article_version ON quotation.version_id = article_version.id
INNER JOIN article ON article_version.article_id = article.id
INNER JOIN outlet ON article.outlet_id = outlet.id
INNER JOIN speaker_name ON quotation.name_id = speaker_name.id
INNER JOIN speaker ON speaker_name.speaker_id = speaker.id
INNER JOIN wording ON quotation.wording_id = wording.id
WHERE article_version.is_current
GROUP BY outlet.id, outlet.name, speaker.id, speaker.name
