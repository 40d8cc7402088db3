"""Who said what in an article: a spaCy pipeline of rules.

`Attributor` is the stage. Its components, in order: `verbatim_marks`,
`verbatim_sentences`, `verbatim_cues`, `verbatim_names`, `verbatim_attribution`,
`verbatim_speakers`; docs/quotations.md says what each does.
"""

from pipeline.quotes.attributor import VERSION, Attributor, build_pipeline

__all__ = ["VERSION", "Attributor", "build_pipeline"]
