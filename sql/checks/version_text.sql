-- a version whose text is not as long as its paragraphs joined by blank lines
SELECT article_version.id
FROM article_version
LEFT JOIN block
    ON
        article_version.id = block.version_id
        AND block.paragraph IS NOT NULL
GROUP BY article_version.id
HAVING
    length(article_version.text)
    <> coalesce(sum(length(block.text) + 2) - 2, 0)
