"""The attribution network: reading a text by it, and decoding what it says."""
