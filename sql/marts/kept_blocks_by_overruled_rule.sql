-- one row per rule that the arbiter overruled in favour of the article, in current versions
SELECT
    -- what follows 'arbiter-over-'
    substr(block.rule, 14) AS overruled_rule,
    count(*) AS blocks,
    count(DISTINCT block.version_id) AS articles,
    avg(block.probability) AS mean_probability
FROM block
INNER JOIN article_version ON block.version_id = article_version.id
INNER JOIN block_label ON block.label = block_label.key
WHERE
    article_version.is_current
    AND substr(block.rule, 1, 13) = 'arbiter-over-'
    AND block_label.is_kept
GROUP BY substr(block.rule, 14)
