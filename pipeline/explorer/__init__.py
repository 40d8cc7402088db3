"""The explorer: pages over the warehouse, to search, read and compare what was printed.

Read-only; every page is also JSON, and every table CSV. It works without scripts.
"""
