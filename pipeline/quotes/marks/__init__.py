"""Quotation marks: pairing them, and what stands between them."""
