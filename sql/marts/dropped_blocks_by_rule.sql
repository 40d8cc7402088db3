-- one row per label and rule by which blocks of current versions were dropped
SELECT
    block.label,
    block.rule,
    count(*) AS blocks,
    count(DISTINCT block.version_id) AS articles
FROM block
INNER JOIN article_version ON block.version_id = article_version.id
WHERE
    article_version.is_current
    AND block.label NOT IN (
        'headline', 'standfirst', 'paragraph', 'heading', 'list_item', 'blockquote'
    )
GROUP BY block.label, block.rule
