-- something that happened more than a day from now
SELECT
    'capture' AS what,
    id
FROM capture
WHERE fetched_at > :day_ahead
UNION ALL
SELECT
    'article' AS what,
    id
FROM article
WHERE appeared_at > :day_ahead
UNION ALL
SELECT
    'run' AS what,
    id
FROM run
WHERE started_at > :day_ahead
