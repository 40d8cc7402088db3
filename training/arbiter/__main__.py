"""`python -m training.arbiter ship|evaluate`: train the arbiter and ship it, or cross-validate it.

Both read the labelled pages of `shared/data` beside the checkout, or of the folder that --data
names. What they print are figures in percent; `evaluate` returns 1 if one fell below its floor.
"""

from __future__ import annotations

import json
import logging
import tomllib
from pathlib import Path
from typing import Any

from pipeline.article.arbiter.verdicts import SHIPPED
from tests.evaluation.gate import fallen, raised
from training.arbiter.cross_validation import cross_validated
from training.arbiter.error_table import error_table
from training.arbiter.export import export
from training.arbiter.figures import FIGURES, score, score_trafilatura
from training.arbiter.fitting import fit
from training.arbiter.labelled_pages import NEWSROOM, newsroom_pages, read_pages
from training.step_options import step_parser

CONFIG = Path(__file__).with_name("config.toml")
SCORED = ("publishers", "wcxb", "snippets", "pages", "web")


def main() -> int:
    """Read the arguments and do what they say."""
    parser = step_parser(__doc__, CONFIG)
    parser.add_argument("--answers", type=Path, default=Path("var/arbiter"))
    parser.add_argument("--raise-floors", action="store_true")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if not arguments.data.is_dir():
        parser.error(f"no labelled pages in {arguments.data}; name their folder with --data")
    config: dict[str, Any] = tomllib.loads(arguments.config.read_text(encoding="utf-8"))
    sets = [name for name in config["set_weights"] if name != NEWSROOM]
    pages = [*read_pages(arguments.data, sets), *newsroom_pages()]
    logging.info("%d pages and variants of pages are read", len(pages))
    if arguments.step == "ship":
        export(fit(pages, config, seed=config["seed"]), SHIPPED, config)
        logging.info("the arbiter lies in %s", SHIPPED)
        return 0
    answers = cross_validated(pages, arguments.data, SCORED, config)
    arguments.answers.mkdir(parents=True, exist_ok=True)
    for name, lines in answers.items():
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (arguments.answers / f"{name}.jsonl").write_text(text, encoding="utf-8")
    figures = score(arguments.data, arguments.answers)
    beside = score_trafilatura(arguments.data, arguments.answers)
    floors: dict[str, float] = json.loads(FIGURES.read_text(encoding="utf-8"))
    print("  figure     floor  trafilatura")
    for name, figure in figures.items():
        other = f"{beside[name]:.2f}" if name in beside else ""
        print(f"{figure:8.2f}  {floors.get(name, '-'):>8}  {other:>11}  {name}")
    print(error_table(arguments.data, arguments.answers))
    if arguments.raise_floors:
        text = json.dumps(raised(figures, floors), indent=2)
        FIGURES.write_text(text + "\n", encoding="utf-8")
    lower = fallen(figures, floors)
    for line in lower:
        logging.error("fell: %s", line)
    return 1 if lower else 0


if __name__ == "__main__":
    raise SystemExit(main())
