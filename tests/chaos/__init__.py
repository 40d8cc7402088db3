"""Runs under a real scheduler while tasks are killed and what they need fails."""
