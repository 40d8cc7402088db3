"""Who is meant by a source: the names of an article, candidates, and the choice among them.

The network finds names and roles and says what kind of thing a source is; boosted trees choose
among the names and phrases of the article. What they were trained on is in `training/speakers`.
"""
