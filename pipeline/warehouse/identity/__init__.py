"""Who is the same speaker, and which words are the same statement, across articles.

Everything here follows from the rows of `quotation` and from what was decided by hand
(`speaker_decision`), so it can be rebuilt at any time, and the order in which articles were
loaded makes no difference. The two halves are built alike: a name points to the fuller name of
the same speaker (`speakers`), a wording to the fuller wording of the same statement
(`statements`), and what hangs together is one group (`pointer_forest`).
"""
