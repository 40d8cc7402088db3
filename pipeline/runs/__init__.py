"""A run: its folder of staged files, its stages, its counts, and the runner without Airflow."""
