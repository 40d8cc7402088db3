-- one row per article whose text changed after it was first seen
SELECT
    article.id AS article_id,
    outlet.name AS outlet,
    article.url,
    max(CASE WHEN article_version.is_current THEN article_version.headline END) AS headline,
    count(*) AS versions,
    min(article_version.first_seen_at) AS first_version_seen_at,
    max(article_version.first_seen_at) AS last_version_seen_at
FROM article
INNER JOIN outlet ON article.outlet_id = outlet.id
INNER JOIN article_version ON article.id = article_version.article_id
GROUP BY article.id, outlet.name, article.url
HAVING count(*) > 1
