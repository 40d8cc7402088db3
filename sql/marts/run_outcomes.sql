-- one row per run: when it ran, with what, how it ended and how much it could not process
SELECT
    run.id AS run_id,
    run.key AS run_key,
    run.kind,
    run.started_at,
    run.finished_at,
    run.outcome,
    run.code_version,
    run.model_version,
    count(rejected.id) AS rejections
FROM run
LEFT JOIN rejected ON run.id = rejected.run_id
GROUP BY
    run.id, run.key, run.kind, run.started_at, run.finished_at, run.outcome,
    run.code_version, run.model_version
