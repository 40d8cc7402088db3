"""How the choice of authors is trained and measured; README.md describes it."""
