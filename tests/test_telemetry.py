"""No library reports to its maker that it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READ = """
from pipeline.article import extract_page
from pipeline.quotes import Attributor
page = open({page!r}, "rb").read()
article = extract_page(page, url="http://a.example/a", content_type="text/html")
print(len(Attributor().quotations(article)))
"""


def test_reading_an_article_leaves_no_id_of_the_machine_in_the_home(tmp_path: Path) -> None:
    page = next((ROOT / "tests" / "newsroom" / "outlets").glob("*/pages/*.html"))
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("XDG_") and name != "ORT_DISABLE_TELEMETRY"
    }
    subprocess.run(
        [sys.executable, "-c", READ.format(page=str(page))],
        env=environment | {"HOME": str(tmp_path)},
        cwd=ROOT,
        check=True,
    )
    assert list(tmp_path.rglob("*")) == []
