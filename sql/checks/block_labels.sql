-- a block that is text of the article though its label says otherwise, or the other way round
SELECT
    block.version_id,
    block.position
FROM checked_version
INNER JOIN block ON checked_version.id = block.version_id
INNER JOIN block_label ON block.label = block_label.key
WHERE (block_label.is_kept AND block.label <> 'headline') <> (block.paragraph IS NOT NULL)
