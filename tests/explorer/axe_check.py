"""`python -m tests.explorer.axe_check AXE`: what axe-core finds on the explorer and the digest.

AXE is the file axe.min.js of axe-core, which is not part of this repository. Every page is looked
at in Chromium, wide and 390 px, light and dark. Printed is each rule that a page breaks, with how
serious it is and where; the exit status is 1 if there is any.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner
from sqlalchemy import Engine, select

from pipeline.cli.commands import cli
from pipeline.warehouse import load_identities, open_warehouse, upgrade
from pipeline.warehouse.derived_tables import article_edit
from pipeline.warehouse.tables import speaker
from tests.explorer.browser import Tab, opened_tab
from tests.explorer.serving import served
from tests.warehouse.examples import begin, load, shuffled
from tests.warehouse.identity_examples import identities_file
from tests.warehouse.talk import SPEAKER, talk

PAGES = (
    "", "search?q=ferry", "search?q=nothing+at+all&kind=direct", "speakers",
    "speakers?name=solberg", "speakers/{speaker}", "speakers/{speaker}/words",
    "speakers/{other}/words", "statements", "statements/1", "articles/1",
    "articles/{article_id}/versions/{version_now_id}?compare={version_id}", "quotations/1",
    "changes", "changes?kind=all", "outlets", "watches", "draft", "nothing",
)  # fmt: skip
WATCHES = """
watches:
  - {key: solberg, name: What Solberg says, speaker: Solberg}
  - {key: changed, name: What edits changed, what: changes}
"""
RUN = """
(async () => {
  const found = await axe.run(document, {resultTypes: ['violations']});
  return found.violations.map(
    rule => [rule.id, rule.impact, rule.nodes.map(node => node.target.join(' ')).join('; ')]
  );
})()
"""


def main(axe: str) -> int:
    """Look at all pages; 1 if any breaks a rule."""
    script = Path(axe).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/warehouse.sqlite"
        engine = filled(url, folder)
        (folder / "watches.yaml").write_text(WATCHES, encoding="utf-8")
        os.environ |= {
            "VERBATIM_HOME": str(folder),
            "VERBATIM_WAREHOUSE": url,
            "VERBATIM_WATCHES": f"{folder}/watches.yaml",
        }
        digest = [f"file://{page}" for page in written_digest()]
        with served(url) as address, opened_tab(folder / "browser") as tab:
            explorer = [f"{address}{page}" for page in pages(engine)]
            broken = [line for page in [*explorer, *digest] for line in findings(tab, page, script)]
    print("\n".join(broken) or f"nothing on {len(explorer) + len(digest)} pages")
    return bool(broken)


def filled(url: str, folder: Path) -> Engine:
    """A warehouse in which every page has something to show."""
    engine = open_warehouse(url)
    upgrade(engine)
    begin(engine)
    load(engine, *shuffled(3), *talk())
    lines = (f"Q11,{SPEAKER},,,mayor,2020-05-01,", f"archive:9,{SPEAKER},,,senator,1890,1895")
    load_identities(engine, [identities_file(folder, *lines)])
    return engine


def pages(engine: Engine) -> Iterator[str]:
    """The addresses of the pages."""
    with engine.connect() as connection:
        known = select(speaker.c.id).where(speaker.c.name == SPEAKER)
        others = select(speaker.c.id).where(speaker.c.name != SPEAKER).limit(1)
        edit = connection.execute(select(article_edit)).mappings().first()
        numbers = {
            "speaker": connection.scalar(known),
            "other": connection.scalar(others),
            **(edit or {}),
        }
    return (page.format(**numbers) for page in PAGES)


def written_digest() -> list[Path]:
    """The pages of the digest."""
    done = CliRunner().invoke(cli, ["report"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return sorted(Path(os.environ["VERBATIM_HOME"], "digest").rglob("*.html"))


def findings(tab: Tab, page: str, script: str) -> Iterator[str]:
    """What is found on a page, a line for each rule and way of showing it."""
    for width, dark in ((1200, False), (1200, True), (390, False), (390, True)):
        tab.size(width, 900)
        tab.dark(dark)
        tab.open(page)
        tab.value(f"{script};0")
        answer = tab.ask("Runtime.evaluate", expression=RUN, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        for rule, impact, where in answer["result"]["value"]:
            yield f"{page} {width} px{' dark' * dark}: {rule} ({impact}): {where}"


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
