-- a version whose blocks or paragraphs are not counted from 0 without a gap
SELECT version_id
FROM block
GROUP BY version_id
HAVING
    min(position) <> 0
    OR max(position) <> count(*) - 1
    OR coalesce(min(paragraph), 0) <> 0
    OR coalesce(max(paragraph), -1) <> count(DISTINCT paragraph) - 1
    OR count(paragraph) <> count(DISTINCT paragraph)
