"""How the choice of German speakers is trained and measured; README.md describes it."""
