"""`python -m training.authors ship|evaluate`: train the choice of authors and ship it, or measure.

Both read the labelled pages of `shared/data` beside the checkout, or of the folder that --data
names. `evaluate` prints figures in percent on publishers that training had not.
"""

from __future__ import annotations

import logging
import tomllib
from pathlib import Path
from typing import Any

from pipeline.article.metadata.author_choice import SHIPPED
from training.authors.cross_validation import cross_validated, figures
from training.authors.fitting import export, fit
from training.authors.labelled_authors import read_pages
from training.step_options import step_parser

CONFIG = Path(__file__).with_name("config.toml")


def main() -> int:
    """Read the arguments and do what they say."""
    parser = step_parser(__doc__, CONFIG)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if not arguments.data.is_dir():
        parser.error(f"no labelled pages in {arguments.data}; name their folder with --data")
    config: dict[str, Any] = tomllib.loads(arguments.config.read_text(encoding="utf-8"))
    pages = read_pages(arguments.data, list(config["set_weights"]))
    logging.info("%d pages are read", len(pages))
    if arguments.step == "ship":
        export(fit(pages, config), SHIPPED, config)
        logging.info("the trees lie in %s", SHIPPED)
        return 0
    print(figures(cross_validated(pages, config), config))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
