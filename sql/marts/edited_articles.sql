-- one row per article whose text its outlet changed after it was first seen
WITH edits AS (
    SELECT
        article_edit.article_id,
        article_edit.version_id,
        article_edit.version_now_id,
        version_before.first_seen_at,
        article_edit.seen_at
    FROM article_edit
    INNER JOIN article_version AS version_before ON article_edit.version_id = version_before.id
    INNER JOIN article_version AS version_now ON article_edit.version_now_id = version_now.id
    -- two extractions may read two texts out of one page
    WHERE version_before.extraction = version_now.extraction
),

shown AS (
    SELECT
        article_id,
        version_id,
        first_seen_at AS seen_at
    FROM edits
    UNION ALL
    SELECT
        article_id,
        version_now_id AS version_id,
        seen_at
    FROM edits
)

SELECT
    article.id AS article_id,
    outlet.name AS outlet,
    article.url,
    article_version.headline,
    count(DISTINCT shown.version_id) AS versions,
    min(shown.seen_at) AS first_version_seen_at,
    max(shown.seen_at) AS last_version_seen_at
FROM shown
INNER JOIN article ON shown.article_id = article.id
INNER JOIN outlet ON article.outlet_id = outlet.id
INNER JOIN article_version
    ON
        article.id = article_version.article_id
        AND article_version.is_current
GROUP BY article.id, outlet.name, article.url, article_version.headline
