-- an article whose times are not those of its versions
SELECT article.id AS article_id
FROM checked_article
INNER JOIN article ON checked_article.id = article.id
INNER JOIN article_version ON article.id = article_version.article_id
GROUP BY article.id, article.first_seen_at, article.last_seen_at, article.published_or_first_seen_at
HAVING
    article.first_seen_at <> min(article_version.first_seen_at)
    OR article.last_seen_at <> max(article_version.last_seen_at)
    OR article.published_or_first_seen_at
    <> coalesce(
        max(CASE WHEN article_version.is_current THEN article_version.published_at END),
        article.first_seen_at
    )
