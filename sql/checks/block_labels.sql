-- a block that is text of the article though its label says otherwise, or the other way round
SELECT
    block.version_id,
    block.position
FROM checked_version
INNER JOIN block ON checked_version.id = block.version_id
INNER JOIN label ON block.label = label.key
WHERE (label.is_kept AND block.label <> 'headline') <> (block.paragraph IS NOT NULL)
