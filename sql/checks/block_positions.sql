-- a version whose blocks or paragraphs are not counted from 0 without a gap
SELECT block.version_id
FROM checked_version
INNER JOIN block ON checked_version.id = block.version_id
GROUP BY block.version_id
HAVING
    min(block.position) <> 0
    OR max(block.position) <> count(*) - 1
    OR coalesce(min(block.paragraph), 0) <> 0
    OR coalesce(max(block.paragraph), -1) <> count(DISTINCT block.paragraph) - 1
    OR count(block.paragraph) <> count(DISTINCT block.paragraph)
