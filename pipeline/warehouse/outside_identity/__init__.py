"""Who speakers are outside of the warehouse: persons and organisations of an identities file.

The file (`identities_file`) is loaded into tables of its own (`identity_loading`). Which speaker
may be whom follows from names, roles and days (`identity_candidates`), in the transaction that
changed any of them; nothing is guessed: who could be two is neither.
"""
