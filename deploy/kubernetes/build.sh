#!/usr/bin/env bash
# Makes an installation of Verbatim in an empty folder: build.sh FOLDER
# These are the steps of the image; they need Python 3.11 with venv, and a package index. They end
# with a trial: the DAGs are imported, and an article is read by the attribution model.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
folder="${1:?build.sh FOLDER}"
[ ! -e "$folder/pipeline" ] || { echo "$folder has an installation already" >&2; exit 1; }
mkdir -p "$folder"
folder="$(cd "$folder" && pwd)"

python3.11 -m venv "$folder/.venv"
# the lock is whole: nothing else is looked for
"$folder/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir \
    --no-deps --require-hashes -r "$here/deploy/celery/requirements.txt"
"$folder/.venv/bin/python" -m pip check
cp -R "$here"/{dags,pipeline,plugins,sql,LICENSE} "$folder"
# what an export says of its columns
mkdir "$folder/docs"
cp "$here/docs/columns.md" "$folder/docs"
find "$folder" -path "$folder/.venv" -prune -o -name __pycache__ -type d -exec rm -r {} +

# compiled once, for containers that may not write there
"$folder/.venv/bin/python" -m compileall -q "$folder/dags" "$folder/pipeline" "$folder/plugins"
home="$(mktemp -d)"
trap 'rm -r "$home"' EXIT
cd "$home"
AIRFLOW_HOME="$home" AIRFLOW__CORE__LOAD_EXAMPLES=False PYTHONPATH="$folder:$folder/dags:$folder/plugins" \
    "$folder/.venv/bin/python" - "$folder/dags" "$folder/plugins" <<'PYTHON'
import sys
from datetime import UTC, datetime
from pathlib import Path

for folder in sys.argv[1:]:
    for file in sorted(Path(folder).glob("*.py")):
        __import__(file.stem)
        print(f"imported {file.name}")

# Airflow finds the executor, and what writes logs to an object store
from airflow.providers.amazon.aws.log.s3_task_handler import S3RemoteLogIO  # noqa: F401
from airflow.providers.celery.executors.celery_executor import CeleryExecutor  # noqa: F401

from pipeline.article import extract_page
from pipeline.quotes import Attributor

page = b"""<html><head><title>Ferry</title></head><body><article><h1>Ferry stays in harbour</h1>
<p>The ferry will not sail before the ice is gone, the harbour master said on Monday morning.</p>
<p>\xe2\x80\x9cNobody is in a hurry to drown,\xe2\x80\x9d said Ada Lund, who has steered it for thirty years.</p>
</article></body></html>"""
article = extract_page(page, url="https://www.paper.example/a", content_type="text/html; charset=utf-8")
quotations = Attributor().quotations(article)
assert quotations, "no quotation was found"
print(f"read an article: {len(quotations)} quotations")
PYTHON
echo "installed in $folder"
