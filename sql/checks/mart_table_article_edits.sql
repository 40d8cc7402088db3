-- a row of article_edit that is missing, or other than the captures of the article show
WITH shown AS (
    SELECT
        article_version.article_id,
        article_version.id AS version_now_id,
        capture.fetched_at AS seen_at,
        lag(article_version.id) OVER captures_in_order AS version_id,
        lag(capture.fetched_at) OVER captures_in_order AS last_seen_at
    FROM checked_article
    INNER JOIN article_version ON checked_article.id = article_version.article_id
    INNER JOIN version_capture ON article_version.id = version_capture.version_id
    INNER JOIN capture ON version_capture.capture_id = capture.id
    WINDOW captures_in_order AS (
        PARTITION BY article_version.article_id
        ORDER BY capture.fetched_at, article_version.digest
    )
),

edits AS (
    SELECT
        article_id,
        version_id,
        version_now_id,
        min(seen_at) AS seen_at,
        min(last_seen_at) AS last_seen_at
    FROM shown
    WHERE version_id <> version_now_id
    GROUP BY article_id, version_id, version_now_id
)

SELECT edits.article_id AS mart_row
FROM edits
LEFT JOIN article_edit
    ON
        edits.article_id = article_edit.article_id
        AND edits.version_id = article_edit.version_id
        AND edits.version_now_id = article_edit.version_now_id
WHERE
    article_edit.article_id IS NULL
    OR article_edit.seen_at <> edits.seen_at
    OR article_edit.last_seen_at <> edits.last_seen_at
UNION ALL
SELECT article_edit.article_id AS mart_row
FROM checked_article
INNER JOIN article_edit ON checked_article.id = article_edit.article_id
LEFT JOIN edits
    ON
        article_edit.version_id = edits.version_id
        AND article_edit.version_now_id = edits.version_now_id
WHERE edits.article_id IS NULL
