"""What edits of articles did to quotations.

An edit is what lies between two captures of an article, one after the other, that show different
texts. What it did is told by the texts themselves: words that still stand in the newer text were
not taken out, whatever the extraction makes of them, so a better extraction is not mistaken for an
edit. Everything here follows from captures, versions and their quotations, so it can be rebuilt at
any time, and the order in which captures were loaded makes no difference.
"""
