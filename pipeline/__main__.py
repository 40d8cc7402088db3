"""`python -m pipeline` is the command line."""

from pipeline.cli.commands import cli

cli(prog_name="python -m pipeline")
