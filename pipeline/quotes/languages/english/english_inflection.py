"""Inflected forms of regular English verbs, and the irregular ones that report speech."""

from __future__ import annotations

from collections.abc import Iterable

VOWELS = frozenset("aeiou")
"""A y behind one of them stays: “says”, but “replies”."""

IRREGULAR = {
    "say": ("says", "said", "said", "saying"),
    "tell": ("tells", "told", "told", "telling"),
    "write": ("writes", "wrote", "written", "writing"),
    "think": ("thinks", "thought", "thought", "thinking"),
    "know": ("knows", "knew", "known", "knowing"),
    "feel": ("feels", "felt", "felt", "feeling"),
    "find": ("finds", "found", "found", "finding"),
    "speak": ("speaks", "spoke", "spoken", "speaking"),
    "swear": ("swears", "swore", "sworn", "swearing"),
    "read": ("reads", "read", "read", "reading"),
    "foresee": ("foresees", "foresaw", "foreseen", "foreseeing"),
    "hold": ("holds", "held", "held", "holding"),
    "show": ("shows", "showed", "shown", "showing"),
    "sing": ("sings", "sang", "sung", "singing"),
    "understand": ("understands", "understood", "understood", "understanding"),
    "admit": ("admits", "admitted", "admitted", "admitting"),
    "quip": ("quips", "quipped", "quipped", "quipping"),
    "concur": ("concurs", "concurred", "concurred", "concurring"),
    "refer": ("refers", "referred", "referred", "referring"),
    "slam": ("slams", "slammed", "slammed", "slamming"),
    "label": ("labels", "labelled", "labelled", "labelling"),
    "dub": ("dubs", "dubbed", "dubbed", "dubbing"),
}
"""Base form -> third person, past, past participle, present participle; doubled letters too."""


def _third_person(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return lemma[:-1] + "ied"
    return lemma + "ed"


def _present_participle(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith("ee"):
        return lemma[:-1] + "ing"
    return lemma + "ing"


def inflect(lemmas: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Every form of the verbs `lemmas`, and those that have a subject: the third person, the past.

    A form that is both past tense and participle is among the latter: in news prose that reports
    speech it nearly always is.
    """
    forms: set[str] = set()
    finite: set[str] = set()
    for lemma in lemmas:
        third, past, passive, present = IRREGULAR.get(
            lemma, (_third_person(lemma), _past(lemma), _past(lemma), _present_participle(lemma))
        )
        finite |= {third, past}
        forms |= {lemma, passive, present}
        if lemma == "label":
            finite.add("labeled")
            forms.add("labeling")
    return frozenset(forms | finite), frozenset(finite)
