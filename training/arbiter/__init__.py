"""How the arbiter of `pipeline/article` is trained: see README.md."""
