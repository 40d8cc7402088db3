-- a block whose probability is not between 0 and 1, or that the arbiter decided without giving one
SELECT
    version_id,
    position
FROM block
WHERE
    NOT probability BETWEEN 0 AND 1
    OR (probability IS NULL AND substr(rule, 1, 13) = 'arbiter-over-')
