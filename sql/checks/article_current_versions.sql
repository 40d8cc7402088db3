-- an article that has no current version, or more than one
SELECT article.id AS article_id
FROM checked_article
INNER JOIN article ON checked_article.id = article.id
LEFT JOIN article_version
    ON
        article.id = article_version.article_id
        AND article_version.is_current
GROUP BY article.id
HAVING count(article_version.id) <> 1
