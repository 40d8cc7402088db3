-- a block whose probability is not between 0 and 1, or that the arbiter decided without giving one
SELECT
    block.version_id,
    block.position
FROM checked_version
INNER JOIN block ON checked_version.id = block.version_id
WHERE
    NOT block.probability BETWEEN 0 AND 1
    OR (block.probability IS NULL AND substr(block.rule, 1, 13) = 'arbiter-over-')
