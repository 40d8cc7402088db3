"""Speakers who may be one person: a person is asked, and what they say is decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param, dag, get_current_context, task_group
from processing import BY_HAND, guarded_task, require_known_parameters

DOCUMENTATION = """
### Are these two one person?

Asks about the pairs of speakers for whose being one most speaks, each with its evidence, under
**Required Actions**. *They are one* merges them, as `python -m pipeline speakers merge` does;
*They are two* keeps them apart, as `speakers distinguish` does, and the pair is not asked about
again; *Later* decides nothing, and neither does no answer within six days. `speakers decisions`
lists what was decided, `speakers undo` takes it back.

**Trigger** opens the form for the number of pairs.
"""

ONE, TWO, LATER = "They are one", "They are two", "Later"

PARAMS = {
    "pairs": Param(
        10,
        type="integer",
        minimum=1,
        maximum=50,
        title="Pairs",
        description="How many pairs to ask about, the most doubtful first.",
    ),
}


@dag(params=PARAMS, doc_md=DOCUMENTATION, **BY_HAND)
def review_speakers() -> None:
    """Ask about doubtful pairs of speakers."""

    @guarded_task
    def list_pairs() -> list[dict[str, str]]:
        """Find the pairs for whose being one most speaks; what is asked about each."""
        from pipeline.runs.stages import ask_about_pairs
        from pipeline.settings.environment import load_settings

        context = get_current_context()
        require_known_parameters(context, PARAMS)
        return ask_about_pairs(load_settings(), limit=context["params"]["pairs"])

    @guarded_task(map_index_template="{{ task.op_args[0] }}")
    def settle(key: str, other_key: str, answer: dict[str, Any]) -> None:
        """Decide what the person said."""
        from pipeline.runs.stages import settle_pair
        from pipeline.settings.environment import load_settings

        are_one = {ONE: True, TWO: False}.get(answer["chosen_options"][0])
        settle_pair(load_settings(), key, other_key, are_one=are_one)

    @task_group
    def pair(key: str, other_key: str, subject: str, body: str) -> None:
        """One pair: asked about, and settled as soon as somebody answers."""
        asked = HITLOperator(
            task_id="ask",
            subject=subject,
            body=body,
            options=[ONE, TWO, LATER],
            defaults=LATER,
            response_timeout=timedelta(days=6),
            map_index_template="{{ task.subject }}",
        )
        settle(key, other_key, asked.output)

    pair.expand_kwargs(list_pairs())


review_speakers()
