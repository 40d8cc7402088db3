-- one row per label and rule by which blocks of current versions were dropped
SELECT
    block.label,
    block.rule,
    -- substr() is exact on both databases: LIKE takes upper case for lower on SQLite
    CASE
        WHEN substr(block.rule, 1, 13) = 'arbiter-over-' THEN substr(block.rule, 14)
    END AS overruled_rule,
    count(*) AS blocks,
    count(DISTINCT block.version_id) AS articles,
    avg(block.probability) AS mean_probability
FROM block
INNER JOIN article_version ON block.version_id = article_version.id
INNER JOIN block_label ON block.label = block_label.key
WHERE
    article_version.is_current
    AND NOT block_label.is_kept
GROUP BY block.label, block.rule
