"""The evaluation gate: figures on labelled pages that may rise and must not fall."""
