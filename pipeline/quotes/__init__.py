"""Who said what in an article: a spaCy pipeline of rules and a model.

`Attributor` is the stage. Its components, in order: `verbatim_marks`,
`verbatim_sentences`, `verbatim_read_off`, `verbatim_model`,
`verbatim_combination`, `verbatim_speakers`; docs/quotations.md says what
each does.
"""

from pipeline.model_files import ModelError
from pipeline.quotes.attribution_pipeline import (
    Attributor,
    attribution_version,
    build_pipeline,
    cut_notice,
)

__all__ = ["Attributor", "ModelError", "attribution_version", "build_pipeline", "cut_notice"]
