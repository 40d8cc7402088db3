-- a version whose text is not as long as its paragraphs joined by blank lines
SELECT article_version.id AS version_id
FROM checked_version
INNER JOIN article_version ON checked_version.id = article_version.id
LEFT JOIN block
    ON
        article_version.id = block.version_id
        AND block.paragraph IS NOT NULL
GROUP BY article_version.id
HAVING
    length(article_version.text)
    <> coalesce(sum(length(block.text) + 2) - 2, 0)
