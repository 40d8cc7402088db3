"""Words that nobody says: negated and general subjects, times, mottos, titles."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor
from pipeline.records import Kind


@pytest.mark.parametrize(
    "text",
    [
        "No captain on this coast has ever had to say “We shall leave the children behind.”",
        "Nobody at the office ever said “We have lost the letters again.”",
        "Not one of the rowers said “I would rather be at home today.”",
        "Anyone who says “The sea is your friend” has never rowed to Vik.",
        "The rowing club’s motto is “pull long, eat well”, and it is painted on the boats.",
        "Far from being the “quiet retreat” of the leaflet, the inn stood beside a foundry.",
        "Critics set the novel beside “Saltmarsh” and found it the better of the two.",
    ],
)
def test_nobody_is_said_to_have_said_it(attributor: Attributor, text: str) -> None:
    found = attributor.attributions(text)
    assert not [q for q in found if q.segments and q.speaker is not None]


@pytest.mark.parametrize("name", ["Early", "Monday Okafor", "June Hale"])
def test_whoever_is_called_like_a_time_speaks(attributor: Attributor, name: str) -> None:
    text = f"Pilot {name} steers the ferry.\n\n“The fog is thick today,” {name} said."
    (found,) = [q for q in attributor.attributions(text) if q.segments]
    assert found.speaker is not None


@pytest.mark.parametrize("text", ["The signs read: “Keep off the ice”, which nobody did."])
def test_reported_speech_is_never_marks_alone(attributor: Attributor, text: str) -> None:
    for quotation in attributor.attributions(text):
        marked = quotation.text.startswith("“") and quotation.text.endswith("”")
        assert not (quotation.attribution.kind is Kind.INDIRECT and marked)
