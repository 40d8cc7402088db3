"""The digest as a page."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest

from pipeline.digest_records import DigestData, SpeakerCount
from pipeline.publish import write_digest
from pipeline.publish.render import render_digest
from pipeline.publish.view import MAX_ALSO, MAX_QUOTATIONS
from pipeline.records import Kind
from pipeline.shown_records import FoundQuotation
from tests.publish.examples import MONDAY, digest_of, found
from tests.publish.pages import Page

EMPTY = DigestData(None, None, (), (), (), ())

HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "\"><a href='javascript:alert(1)'>x</a>",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- ]]> &lt;b&gt; &#x3c;",
    "-->\u202e\u2066\x00\x1b[31m\ud800\ufffe\U000e0041",
]


def page_of(*quotations: FoundQuotation) -> Page:
    """The digest of some quotations, read back."""
    return Page(render_digest(digest_of(*quotations)))


def test_a_quotation_has_its_kind_words_headline_outlet_and_day() -> None:
    page = page_of(found())
    (entry,) = page.all("li", class_="direct")
    assert [mark.text for mark in page.all("mark")] == ["“We will not sell the ferry,”"]
    assert "Solberg said on Monday." in entry.text
    assert "direct" in entry.text
    assert "Harbour Courier, 2 March 2026" in " ".join(entry.text.split())
    assert page.all("time")[0].get("datetime") == "2026-03-02"


def test_the_headline_opens_the_page_at_the_words() -> None:
    page = page_of(found())
    (link,) = [a for a in page.all("a") if a.text == "Council keeps the ferry"]
    assert link.get("href") == (
        "https://courier.example/1#:~:text=We%20will%20not%20sell%20the%20ferry"
    )
    assert "noreferrer" in link.get("rel")


def test_speakers_come_most_quoted_first_and_nobody_last() -> None:
    page = page_of(
        found(1, speaker=None, text="a"),
        found(2, speaker=None, text="b"),
        found(3, speaker=None, text="c"),
        found(4, speaker="Tomas Reyes"),
        found(5, text="d"),
        found(6, text="e"),
        found(7, speaker="[author]", text="f"),
    )
    names = ["Ingrid Solberg", "Tomas Reyes", "The writer of the article", "Speaker not named"]
    assert [heading.text for heading in page.all("h3")] == names


def test_every_speaker_has_an_anchor_that_the_index_leads_to() -> None:
    page = page_of(
        found(1, speaker="Ana Öz"), found(2, speaker="ana öz!"), found(3, speaker="新 しい")
    )
    anchors = {section.get("id") for section in page.all("section", class_="speaker")}
    assert anchors == {"speaker-ana-öz", "speaker-ana-öz-2", "speaker-新-しい"}
    targets = {unquote(a.get("href"))[1:] for a in page.all("a") if "nav" in a.ancestors}
    assert targets == anchors


def test_role_and_counts_are_shown() -> None:
    data = digest_of(found(), found(2, outlet="Civic Wire", text="“Yes.”"))
    page = Page(render_digest(data))
    assert page.all("p", class_="role")[0].text == "mayor of Port Ellery"
    assert page.all("p", class_="counts")[0].text == "2 quotations in 2 outlets"


def test_the_same_words_in_another_outlet_are_one_entry_that_names_both() -> None:
    page = page_of(
        found(1), found(2, outlet="Meridian Post", url="https://meridian.example/2"), found(3)
    )
    (entry,) = page.all("li", class_="direct")
    assert "The same words in Meridian Post, 2 March 2026" in " ".join(entry.text.split())
    assert any(a.get("href").startswith("https://meridian.example/2#") for a in page.all("a"))


def test_a_statement_in_other_words_is_one_entry_that_shows_them() -> None:
    cut = "“not sell the ferry <b>”"
    page = page_of(
        found(1, statement_id=7),
        found(2, statement_id=7, outlet="Civic Wire", text=cut, url="https://civic.example/2"),
        found(3, statement_id=7, outlet="Meridian Post", url="https://meridian.example/2"),
        found(4, statement_id=8, text="“Not today, and not in spring,”"),
    )
    entry, _other = page.all("li", class_="direct")
    text = " ".join(entry.text.split())
    assert "The same words in Meridian Post, 2 March 2026; Civic Wire, 2 March 2026 as" in text
    assert [quoted.text for quoted in page.all("q")] == [cut]


def test_two_people_of_one_name_have_a_section_each() -> None:
    page = page_of(
        found(1, speaker="Ada Holm", speaker_id=1, text="“Yes, we will.”"),
        found(2, speaker="Ada Holm", speaker_id=2, text="“No, we will not.”"),
    )
    assert [heading.text.strip() for heading in page.all("h3") if "Holm" in heading.text] == [
        "Ada Holm",
        "Ada Holm",
    ]


def test_the_same_words_twice_on_one_page_are_two_entries() -> None:
    url = "https://courier.example/same"
    page = page_of(found(1, url=url), found(2, url=url))
    assert len(page.all("li", class_="direct")) == 2


def test_words_printed_by_many_pages_are_bounded_and_counted() -> None:
    page = page_of(*(found(number) for number in range(MAX_ALSO + 4)))
    (also,) = page.all("p", class_="also")
    assert also.text.count("Harbour Courier") == MAX_ALSO
    assert "and 3 more pages" in also.text


def test_kinds_can_be_chosen_where_there_is_more_than_one() -> None:
    assert not page_of(found()).all("fieldset")
    page = page_of(found(1), found(2, kind=Kind.INDIRECT, text="that it stays"))
    labels = [label.text for label in page.all("label") if "fieldset" in label.ancestors]
    assert labels == ["All 2", "Direct 1", "Indirect 1"]
    (section,) = page.all("section", class_="speaker")
    assert section.get("class").split() == ["speaker", "has-direct", "has-indirect"]


def test_a_page_of_some_quotations_says_how_many_there_are() -> None:
    data = digest_of(found())
    data = DigestData(
        data.since,
        data.until,
        data.quotations,
        (SpeakerCount("Ingrid Solberg", None, 1500, 4),),
        (("Harbour Courier", 2310),),
        data.day_counts,
    )
    text = render_digest(data)
    assert "1 of 2,310 quotations are shown" in text
    assert "1,500 quotations in 4 outlets; the newest 1 shown" in text


def test_without_headline_role_context_or_speaker() -> None:
    page = page_of(found(speaker=None, role=None, headline=None, context="", outlet=""))
    assert "Untitled page" in [a.text for a in page.all("a")]


def test_empty_data_says_so_and_what_to_do() -> None:
    text = render_digest(EMPTY)
    page = Page(text)
    assert "No quotations to show" in text
    assert any("python -m pipeline run" in code.text for code in page.all("code"))
    assert not page.all("svg")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_shown_and_never_acts(hostile: str) -> None:
    quotation = found(
        speaker=hostile,
        role=hostile,
        text=f"“{hostile}”",
        segments=(hostile,),
        outlet=hostile,
        headline=hostile,
        context=f"Before “{hostile}” after",
    )
    other = found(2, speaker="Plain", url="javascript:alert(1)//" + hostile, headline=hostile)
    plain_page, page = (
        page_of(found(), found(2, speaker="Plain", url="x:y")),
        page_of(quotation, other),
    )
    assert {element.tag for element in page.elements} == {e.tag for e in plain_page.elements}
    for element in page.elements:
        assert not any(name.startswith("on") for name in element.attributes)
        assert element.get("href").startswith(("https://courier.example/", "#", "data:,")) or (
            element.tag not in {"a", "link"}
        )
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b\ud800]", page.source)
    if not hostile.startswith("-->"):
        assert [heading.text for heading in page.all("h3")] == [hostile, "Plain"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,<b>", "not a url", ""])
def test_a_url_that_is_no_web_address_is_text(url: str) -> None:
    page = page_of(found(url=url))
    assert not [a for a in page.all("a") if not a.get("href").startswith("#")]
    assert page.all("span", class_="address")[0].text == url
    assert not page.all("blockquote")[0].get("cite")


def test_nothing_on_the_page_asks_the_network_and_the_policy_forbids_it() -> None:
    page = page_of(found())
    policy = page.all("meta", **{"http-equiv": "Content-Security-Policy"})[0].get("content")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not {"img", "iframe", "object"} & {element.tag for element in page.elements}
    # one script, our own, lets the page be searched; the policy knows it by its hash
    (script,) = page.all("script")
    assert not script.attributes
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert not re.search("fetch|XMLHttp|import|eval|innerHTML", script.text)
    assert [link.get("href") for link in page.all("link")] == ["data:,"]
    assert not [element for element in page.elements if "style" in element.attributes]
    assert "url(" not in page.all("style")[0].text
    assert "@import" not in page.all("style")[0].text


def test_ids_are_there_once_and_every_inner_link_leads_somewhere() -> None:
    page = page_of(*(found(n, speaker=f"Speaker {n % 5}", text=f"“{n}”") for n in range(20)))
    ids = [element.get("id") for element in page.elements if element.get("id")]
    assert len(ids) == len(set(ids))
    inner = {a.get("href")[1:] for a in page.all("a") if a.get("href").startswith("#")}
    assert inner <= set(ids)
    assert {label.get("for") for label in page.all("label")} <= set(ids)


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    data = digest_of(
        found(1), found(2, speaker="Tomas Reyes"), since=MONDAY, until=MONDAY + timedelta(days=3)
    )
    first = write_digest(data, tmp_path / "one.html").read_bytes()
    assert write_digest(data, tmp_path / "two.html").read_bytes() == first
    assert write_digest(data, tmp_path / "one.html").read_bytes() == first
    assert "2 – 5 March 2026" in first.decode("utf-8")


def test_thousands_of_long_quotations_stay_a_page_that_opens() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    long = "word " * 20_000
    quotations = [
        found(
            number,
            speaker=f"Speaker {number % 700}",
            text=f"“{number} says so”",
            context=f"Then “{number} says so” was heard.",
            published=start + timedelta(hours=number),
        )
        for number in range(MAX_QUOTATIONS + 500)
    ]
    quotations[:40] = [
        found(number, speaker=long, text=long, context=long, headline=long, outlet=long, role=long)
        for number in range(40)
    ]
    text = render_digest(digest_of(*quotations))
    assert len(text) < 5_000_000
    assert f"{MAX_QUOTATIONS:,} of {MAX_QUOTATIONS + 500:,} quotations are shown" in text
    assert "word word…" in text


def test_the_folder_is_made_and_nothing_else_is_left_in_it(tmp_path: Path) -> None:
    path = write_digest(EMPTY, tmp_path / "a" / "b" / "page.html")
    assert path == tmp_path / "a" / "b" / "page.html"
    assert list(path.parent.iterdir()) == [path]


def test_a_failed_write_leaves_the_older_page(tmp_path: Path) -> None:
    code = """
import resource, signal, sys
from pathlib import Path
from pipeline.publish import write_digest
from tests.publish.examples import digest_of, found
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
data = digest_of(found())
import pipeline.publish.render
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write_digest(data, Path(sys.argv[1]) / "page.html")
except OSError as error:
    print("refused:", error.strerror)
"""
    older = write_digest(EMPTY, tmp_path / "page.html").read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("refused:")
    assert list(tmp_path.iterdir()) == [tmp_path / "page.html"]
    assert (tmp_path / "page.html").read_bytes() == older


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "digest").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write_digest(EMPTY, tmp_path / "digest" / "page.html")


def test_importing_the_package_is_light() -> None:
    code = "import sys, pipeline.publish; print({'rich.console', 'jinja2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_source_without_a_name_is_not_counted_as_a_speaker() -> None:
    named, unnamed = found(), found(number=2, speaker="a county official")
    counts = (SpeakerCount("Ingrid Solberg", None, 1, 1),)
    data = replace(digest_of(named, unnamed), speakers=counts)
    facts = [" ".join(fact.text.split()) for fact in Page(render_digest(data)).all("li")]
    assert "2 quotations" in facts
    assert "1 speaker" in facts
