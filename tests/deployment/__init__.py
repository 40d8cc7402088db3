"""Deployments on several machines: the recipes of `deploy`, tried."""
