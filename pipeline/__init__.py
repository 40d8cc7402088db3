"""Verbatim: who said what, when, in which outlets, in what words."""

__version__ = "0.1.0"
