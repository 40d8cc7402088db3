"""Settings: those of the environment, the sources file, and layouts of outlets."""
