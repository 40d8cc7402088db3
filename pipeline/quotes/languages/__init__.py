"""What differs from language to language: words, and where components differ, components.

English is the package `english`, German the package `german`; every other language is
`undescribed.py`: its marked words are quotations, and nobody is named.
"""

from __future__ import annotations
