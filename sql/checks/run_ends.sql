-- a run that ended before it began, or without an outcome, or that has one but did not end
SELECT run.id AS run_id
FROM checked_run
INNER JOIN run ON checked_run.id = run.id
WHERE
    run.finished_at < run.started_at
    OR (run.finished_at IS NULL) <> (run.outcome IS NULL)
