-- an article whose current version is not the one that was seen last
SELECT current_version.article_id
FROM checked_article
INNER JOIN article_version AS current_version
    ON checked_article.id = current_version.article_id
INNER JOIN article_version AS other_version
    ON current_version.article_id = other_version.article_id
WHERE
    current_version.is_current
    AND other_version.last_seen_at > current_version.last_seen_at
