"""The words of quotations in the order in which an article prints them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.records import Kind
from pipeline.shown_records import PrintedQuotation
from pipeline.text.quoted_words import QuotedWord, quoted_words


def printed_words(quotations: Iterable[PrintedQuotation]) -> list[QuotedWord]:
    """The words of quotations in the order in which an article prints them.

    A fragment in marks is a whole, as a sentence is: nobody can quote more of it. A sentence that
    was interrupted goes on with a small letter ("I think," she said, "that ...").
    """
    words: list[QuotedWord] = []
    for index, quotation in enumerate(quotations):
        fragments = quotation.kind in {Kind.PARTIAL, Kind.MIXED}
        own: list[QuotedWord] = []
        for segment in quotation.segments or (quotation.text,):
            added = quoted_words(segment)
            if own and added and (fragments or not added[0].text[0].islower()):
                own[-1] = replace(own[-1], ends_sentence=True)
                # what an article prints between two fragments is left out where they meet
                added[0] = replace(added[0], after_ellipsis=added[0].after_ellipsis or fragments)
            if added:
                # a space, as between two words of a segment
                added[-1] = replace(added[-1], closing=f"{added[-1].closing} ")
            own += added
        if own:
            own[-1] = replace(own[-1], ends_sentence=True)
            words += (replace(word, quotation=index) for word in own)
    return words
