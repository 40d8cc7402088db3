"""The stage: articles in, quotations out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import get_lang_class

from pipeline.quotes import reconciliation, sentences, tokens, without_network
from pipeline.quotes.attribution_candidates import AttributionCandidate, Speaker
from pipeline.quotes.languages.catalogue import described
from pipeline.quotes.languages.english import ENGLISH
from pipeline.quotes.languages.quotation_language import QuotationLanguage
from pipeline.quotes.marks import mark_pairer
from pipeline.quotes.marks.pull_quotes import repeated
from pipeline.quotes.network import attribution_model
from pipeline.quotes.speakers import resolver
from pipeline.quotes.speakers.choosing import names_of
from pipeline.quotes.token_table import TokenTable, token_table
from pipeline.quotes.turns import read_off
from pipeline.quotes.turns.text_markup import TextMarkup, markup_of
from pipeline.records import CONTENT_JOINT, Article, Attribution, Label, Quotation, Span
from pipeline.text.folding import unbroken_words
from pipeline.text.safe_text import writable

RULES_VERSION = "rules-11"
"""Changes whenever the rules may give another answer, so that rows can be distinguished."""
SHARED_COMPONENTS = ("verbatim_marks", "verbatim_sentences")
"""What every language's pipeline begins with; the rest is named by the language."""
ANY_LANGUAGE = "xx"
"""What spaCy calls a language that it does not know."""
MODULES = (
    tokens,
    mark_pairer,
    sentences,
    read_off,
    attribution_model,
    reconciliation,
    resolver,
    without_network,
)
"""Imported because importing them registers the factories; other languages import their own."""
BESIDE_THE_TEXT = frozenset({Label.HEADLINE, Label.CAPTION})
"""Blocks outside the text that name persons in full."""
ARTICLE = re.compile(r"\A(?:the|an?)\s+", re.IGNORECASE)
"""At the start of a role: “the mayor” and “mayor” are one role."""
MAX_CONTEXT = 4000
"""Characters of context kept; longer paragraphs are texts of their own."""
MOST_CHARACTERS = 200_000
"""Characters of a text that are read, in any language: more than twice what MOST_PIECES are in
English. It bounds texts of signs that the network does not see, and languages without a network."""
UNRESOLVED = 0.45
"""Confidence of an attribution whose speaker the article does not tell, at most."""

# with a prefix, because all components that a user adds share these names
for _name in (
    "verbatim_token_table",
    "verbatim_candidates",
    "verbatim_network",
    "verbatim_speakers",
    "verbatim_names_beside",
):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


def attribution_version(*, rules_only: bool = False, model_folder: str | None = None) -> str:
    """What read a text: the version of the rules, and version and digest of the model."""
    if rules_only:
        return RULES_VERSION
    folder = Path(model_folder) if model_folder else attribution_model.SHIPPED
    return f"{RULES_VERSION}+{attribution_model.model_version(folder)}"


def empty_pipeline(language: QuotationLanguage = ENGLISH) -> Language:
    """The spaCy pipeline of a language with our tokenizer and no component yet."""
    tokenizer = {
        "@tokenizers": "verbatim.linear_tokenizer.v1",
        "language": {"@misc": language.registered_as},
    }
    return get_lang_class(language.code or ANY_LANGUAGE).from_config(
        {"nlp": {"tokenizer": tokenizer}}
    )


def build_pipeline(
    *,
    language: QuotationLanguage = ENGLISH,
    rules_only: bool = False,
    indirect: bool = True,
    model_folder: str | None = None,
) -> Language:
    """The spaCy pipeline of a language: our tokenizer, our components.

    `rules_only`: whether the attribution model is left out; `indirect`: whether
    speech reported without marks is found; `model_folder`: another model than the
    shipped one. They matter to English alone: there is no model of another language.

    Raises ModelError if the model's files are not there or not whole.
    """
    nlp = empty_pipeline(language)
    named = {"@misc": language.registered_as}
    settings: dict[str, dict[str, object]] = {
        "verbatim_marks": {"language": named},
        "verbatim_sentences": {"language": named},
        "verbatim_model": {"model": model_folder},
        "verbatim_combination": {"model": model_folder, "indirect": indirect},
        "verbatim_speakers": {"model": model_folder},
    }
    own = (rules_only and language.components_without_network) or language.components
    for component in (*SHARED_COMPONENTS, *own):
        nlp.add_pipe(component, config=settings.get(component, {}))
    # components are linear, so spaCy's guard against long texts for parsers does not fit
    nlp.max_length = 1_000_000_000
    return nlp


class Attributor:
    """Finds the quotations of articles and texts; made once, used for many."""

    def __init__(
        self,
        *,
        rules_only: bool = False,
        indirect: bool = True,
        model_folder: str | None = None,
    ) -> None:
        """The arguments, and ModelError, are those of `build_pipeline`."""
        self.version = attribution_version(rules_only=rules_only, model_folder=model_folder)
        english = build_pipeline(
            rules_only=rules_only, indirect=indirect, model_folder=model_folder
        )
        self._pipelines = {ENGLISH.code: english}
        """One for every language that was met, by its code."""
        reader = None if rules_only else english.get_pipe("verbatim_model")
        self._model = reader.model if isinstance(reader, attribution_model.ModelReader) else None

    def quotations(self, article: Article) -> tuple[Quotation, ...]:
        """The quotations of an article in text order; offsets are those of `article.text`.

        The language is the article's; see `attributions`.
        """
        beside = [block.text for block in article.blocks if block.label in BESIDE_THE_TEXT]
        return self.attributions(
            article.text, language=article.language, beside=beside, markup=markup_of(article)
        )

    def readable_length(self, text: str, language: str | None = None) -> int:
        """How many characters of a text are read, so that no text takes unbounded time.

        It is all of an article of any ordinary length. What stands behind is not looked at, and
        whoever calls reports that; the arguments are those of `attributions`.
        """
        length = _cut_at_line(text, MOST_CHARACTERS)
        if self._model is not None and described(language) is ENGLISH:
            length = self._model.readable_length(text[:length])
        return length

    def attributions(
        self,
        text: str,
        language: str | None = None,
        beside: Iterable[str] = (),
        markup: TextMarkup | None = None,
    ) -> tuple[Quotation, ...]:
        """The quotations of a text in text order; offsets are those of `text` as given.

        `language` is an ISO 639-1 code; None is taken for English. In a language that is not
        described (see `pipeline.quotes.languages`) quotations have no speaker. `beside` are
        headline and captions, where somebody may be named in full that the text calls by family
        name; only English reads them. `markup` is what HTML says of the text's paragraphs.
        Only the first `readable_length` characters are read.
        """
        text = text[: self.readable_length(text, language)]
        if not text.strip():
            return ()
        nlp = self._pipeline(described(language))
        with nlp.memory_zone():
            doc = nlp.make_doc(text)
            token_table(doc).markup = markup or TextMarkup()
            if self._model is not None and nlp.lang == ENGLISH.code:
                doc._.verbatim_names_beside = names_of(self._model, beside)
            doc = nlp(doc)
            return _quotations(doc, text)

    def _pipeline(self, language: QuotationLanguage) -> Language:
        """The pipeline of a language, made when it is first met."""
        if language.code not in self._pipelines:
            self._pipelines[language.code] = build_pipeline(language=language)
        return self._pipelines[language.code]


def _cut_at_line(text: str, limit: int) -> int:
    """A length of at most `limit`, at the end of a line where there is one in the second half."""
    if len(text) <= limit:
        return len(text)
    line_end = text.rfind("\n", limit // 2, limit)
    return line_end if line_end >= 0 else limit


def cut_notice(length: int, whole: int) -> str:
    """The sentence for a text of which only a first part was read."""
    return f"only the first {length:,} of {whole:,} characters were read for quotations"


def _quotations(doc: Doc, text: str) -> tuple[Quotation, ...]:
    table = token_table(doc)
    pulled = repeated(table, doc._.verbatim_candidates)
    made = [
        _quotation(table, text, candidate, speaker)
        for at, (candidate, speaker) in enumerate(
            zip(doc._.verbatim_candidates, doc._.verbatim_speakers, strict=True)
        )
        if at not in pulled
    ]
    made.sort(key=lambda q: (q.attribution.content[0], q.attribution.content[-1]))
    return tuple(made)


def _quotation(
    table: TokenTable, text: str, candidate: AttributionCandidate, speaker: Speaker | None
) -> Quotation:
    content = tuple(table.chars(*span) for span in sorted(candidate.content))
    attribution_record = Attribution(
        source=_source_span(table, candidate),
        cue=table.chars(*candidate.cue) if candidate.cue else None,
        content=content,
        kind=candidate.kind,
        confidence=_confidence(candidate, speaker),
    )
    marked = [table.quoted_spans[quote] for quote in sorted(candidate.quotes)]
    segments = tuple(text[slice(*table.chars(m.inner_start, m.inner_end))] for m in marked)
    token = min(start for start, _ in candidate.content)
    paragraph = table.paragraph[token]
    # names are compared and shown away from their text: control characters would go with them
    mention = _mention(table, text, candidate, speaker)
    return Quotation(
        attribution=attribution_record,
        text=CONTENT_JOINT.join(text[start:end] for start, end in content),
        segments=segments,
        speaker=writable(speaker.name) if speaker else None,
        mention=_apart(mention) if mention is not None else None,
        role=writable(ARTICLE.sub("", speaker.role)) if speaker and speaker.role else None,
        cue=_apart(text[slice(*attribution_record.cue)]) if attribution_record.cue else None,
        paragraph=paragraph,
        aliases=tuple(map(writable, speaker.aliases)) if speaker else (),
        context=_paragraph_text(table, text, paragraph),
        speaker_kind=speaker.kind if speaker else None,
    )


def _apart(text: str) -> str:
    """Words of the text as they are shown away from it."""
    return unbroken_words(writable(text))


def _source_span(table: TokenTable, candidate: AttributionCandidate) -> Span | None:
    # in German a label, and whom a sentence is about, is a mention alone
    if candidate.source is None or (candidate.cue is None and not candidate.read_off):
        return None
    return table.chars(*candidate.source.full)


def _confidence(candidate: AttributionCandidate, speaker: Speaker | None) -> float:
    """A probability if the model was asked; else how close the rules' tie is.

    Content and speaker must both be right: one is about as sure whatever the other is.
    """
    confidence = candidate.confidence * (speaker.certainty if speaker else 1.0)
    if speaker is None:
        confidence = min(confidence, UNRESOLVED)
    if candidate.evidence is not None:
        return round(confidence, 3)
    return round(max(confidence, 0.05), 2)


def _mention(
    table: TokenTable, text: str, candidate: AttributionCandidate, speaker: Speaker | None
) -> str | None:
    """The source as the sentence has it: the name in it, or its phrase."""
    if candidate.source is None:
        return None
    if speaker is not None and speaker.mention is not None:
        return text[slice(*speaker.mention)]
    return text[slice(*table.chars(candidate.source.start, candidate.source.end))]


def _paragraph_text(table: TokenTable, text: str, paragraph: int) -> str:
    start = table.start[table.paragraph_start[paragraph]]
    if paragraph + 1 < len(table.paragraph_start):
        end = table.start[table.paragraph_start[paragraph + 1]]
    else:
        end = len(text)
    return text[start : min(end, start + MAX_CONTEXT)].rstrip()
