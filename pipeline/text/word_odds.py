"""Whether one who speaks uses a word more than others do.

The log-odds ratio with an informative Dirichlet prior: B. L. Monroe, M. P. Colaresi, K. M. Quinn,
Fightin' Words: Lexical Feature Selection and Evaluation for Identifying the Content of Political
Conflict, Political Analysis 16 (2008), section 3.3. Counted is in how many texts a word
stands, not how often: who says a word five times in a sentence says it once.
"""

from __future__ import annotations

from math import log, sqrt

PRIOR = 0.1
"""For how many texts the prior counts, as a share of all: the fewer are somebody's own, the more
weighs what all speakers say, so that a word or two make no topic."""

CERTAIN = 1.96
"""Standard deviations below the estimate of which one may be certain, in 95 of a hundred cases."""


def least_log_odds(having: int, texts: int, others_having: int, others: int) -> float:
    """The logarithm of how many times the odds of others the odds of a word are, at least.

    `having` of somebody's `texts` have the word, and `others_having` of the `others`. It is the
    lower end of the interval that is right in 95 of a hundred cases, so a word that few texts have
    is not far above others by chance. Raises ValueError if there are no texts of either.
    """
    if not (texts and others):
        raise ValueError("nothing to compare")
    prior, prior_having = PRIOR * (texts + others), PRIOR * (having + others_having)
    if not prior_having:
        return 0.0
    ours, theirs = having + prior_having, others_having + prior_having
    ratio = log(ours / (texts + prior - ours)) - log(theirs / (others + prior - theirs))
    return ratio - CERTAIN * sqrt(1 / ours + 1 / theirs)
