-- one row per run, outlet, stage and reason for which something could not be processed
SELECT
    run.id AS run_id,
    run.key AS run_key,
    run.started_at,
    rejected.outlet_key,
    rejected.stage,
    rejected.reason,
    count(*) AS rejections
FROM rejected
INNER JOIN run ON rejected.run_id = run.id
GROUP BY run.id, run.key, run.started_at, rejected.outlet_key, rejected.stage, rejected.reason
