"""What differs from language to language: words, and where components differ, components.

English is the package `english`, German the package `german`; of every other language nothing is
known: its marked words are quotations, and nobody is named.
"""

from __future__ import annotations
