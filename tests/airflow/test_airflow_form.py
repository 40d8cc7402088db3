"""What a newcomer does in Airflow's pages: the form filled in, the log read, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.airflow.airflow_pages import airflow_pages, walk
from tests.explorer.browser import CHROMIUM
from tests.newsroom import Newsroom

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


def test_the_form_and_the_log_of_a_task_say_what_a_newcomer_needs(
    mine: dict[str, str],
    newsroom: Newsroom,
    tmp_path: Path,
) -> None:
    newsroom.write_sources(Path(mine["VERBATIM_SOURCES"]))
    with airflow_pages(mine | {"VERBATIM_ATTRIBUTION": "rules"}, tmp_path) as pages:
        ended = list(walk(pages, newsroom))
    assert [(one.dag, one.state) for one in ended] == [
        ("daily_quotes", "failed"),
        ("daily_quotes", "success"),
        ("reprocess", "success"),
        ("reprocess", "failed"),
    ]
