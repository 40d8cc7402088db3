"""`python -m training.german ship|evaluate`: train the choice of German speakers, or measure it.

Both learn from the written articles, and from those of real outlets where `shared/data` beside the
checkout, or the folder that --data names, has them. `evaluate` prints figures in percent on
publishers that training had not.
"""

from __future__ import annotations

import logging
import tomllib
from pathlib import Path

from pipeline.quotes.languages.german.german_trees import SHIPPED
from training.german.cross_validation import cross_validated, figures, fitted, read_data
from training.german.fitting import export
from training.german.labelled_german import GERMAN_SET
from training.speakers.quotation_pages import quotation_pages
from training.speakers.written_articles import GERMAN_FOLDER, written_articles
from training.step_options import step_parser

CONFIG = Path(__file__).with_name("config.toml")


def main() -> int:
    """Read the arguments and do what they say."""
    parser = step_parser(__doc__, CONFIG)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = tomllib.loads(arguments.config.read_text(encoding="utf-8"))
    real = quotation_pages(arguments.data, GERMAN_SET) if arguments.data.is_dir() else ()
    data = read_data(list(written_articles(GERMAN_FOLDER)), real, config)
    logging.info("%d articles of ours, %d of others", len(data.written), len(data.real))
    if arguments.step == "ship":
        export(data.names, fitted(data, config), SHIPPED, config)
        logging.info("the trees lie in %s", SHIPPED)
        return 0
    print(figures(cross_validated(data, config)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
