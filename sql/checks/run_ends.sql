-- a run that ended before it began, or without an outcome, or that has one but did not end
SELECT id
FROM run
WHERE
    finished_at < started_at
    OR (finished_at IS NULL) <> (outcome IS NULL)
