"""Blind copies: what tells who the applicant is goes, what tells what they did stays, and offsets hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seated import VERSIONS
from typer.testing import CliRunner

from screening.applications import Application, Essay
from screening.blinding import RECOGNISERS, Blinded, blind
from screening.blinding.applications import BlindCopy, blind_application
from screening.blinding.found import KINDS, Found, View
from screening.blinding.results import blind_results
from screening.cli import app
from screening.evidence import Evidence, Finding, Span
from screening.files.applications import read_application
from screening.language.neutral import KIN, PRONOUNS
from screening.language.sentences import Token
from screening.opening import models
from screening.results import Rating, Screened

PARSER = models().parser
"""The parser that the other tests have, which remembers the sentences of the samples that they have read."""
SHARE = 0.01
"""The part of the samples' words that marks may replace; most of it are true places."""

HITS = [
    # names
    ("My name is Thandeka Oyelaran and I drove a truck.", "My name is [name] and I drove a truck."),
    ("I trained Denise and Kevin on the register.", "I trained [name] and [name] on the register."),
    ("Maria Lopez asked me to help.", "[name] asked me to help."),
    ("My supervisor Dave signed the log.", "My supervisor [name] signed the log."),
    ("I kept the log every day.\nSincerely,\nMark Grant", "I kept the log every day.\nSincerely,\n[name]"),
    ("I worked with Susan B. Miller on the audit.", "I worked with [name] on the audit."),
    ("Mr. Johnson hired me.", "[title] [name] hired me."),
    ("Mrs. Adams called.", "[title] [name] called."),
    ("Dr. Okonkwo signed my form.", "Dr. [name] signed my form."),
    # contact data
    ("Call me at (402) 555-0134.", "Call me at [phone]."),
    ("My number is 402-555-0134 ext. 12.", "My number is [phone]."),
    ("My cell: 555-0134, any day.", "My cell: [phone], any day."),
    ("Write to jane.doe@example.com today.", "Write to [e-mail] today."),
    ("Write to jane at example dot com today.", "Write to [e-mail] today."),
    ("See www.example.com/jane for more.", "See [link] for more."),
    ("See https://example.org/~jane?x=1 for more.", "See [link] for more."),
    ("See linkedin.com/in/jane-doe for more.", "See [link] for more."),
    ("Follow @jane_doe for more.", "Follow [handle] for more."),
    ("Twitter: jane_doe", "Twitter: [handle]"),
    ("My SSN is 123-45-6789.", "My SSN is [id number]."),
    # addresses and places
    ("I lived at 123 North Oak Street, Apt 4, Omaha, NE 68102.", "I lived at [address]."),
    ("Mail reaches me at P.O. Box 712.", "Mail reaches me at [address]."),
    ("I live in ZIP code 68102.", "I live in ZIP code [address]."),
    ("I live in Omaha, NE 68102.", "I live in [address]."),
    ("I live in Omaha, Nebraska.", "I live in [place]."),
    ("I moved from Kansas to Ohio.", "I moved from [place] to [place]."),
    ("I drove from Denver to Omaha.", "I drove from [place] to [place]."),
    ("The Chicago plant closed.", "The [place] plant closed."),
    ("I worked in Hastings for a year.", "I worked in [place] for a year."),
    # photos
    ("![me](data:image/png;base64,iVBORw0KGgo=) is my photo.", "[photo] is my photo."),
    ("data:image/jpeg;base64,/9j/4AAQSkZJRg== was taken.", "[photo] was taken."),
    ("My picture: https://example.com/me.jpg", "My picture: [photo]"),
    # pronouns and kin
    ("He told her that his truck was hers.", "They told them that their truck was theirs."),
    ("I called her and took her order.", "I called them and took their order."),
    ("She's late and he'll wait.", "They're late and they'll wait."),
    ("He/she must sign his or her form.", "They must sign their form."),
    ("The customer said she hurt herself.", "The customer said they hurt themselves."),
    ("My husband and I ran the store.", "My spouse and I ran the store."),
    # ages
    ("I am 54 years old.", "I am [age]."),
    ("As a 61-year-old welder I repaired rails.", "As a [age] welder I repaired rails."),
    ("At the age of 58 I rebuilt the boiler.", "[age] I rebuilt the boiler."),
    ("I helped an 80-year-old customer.", "I helped an [age] customer."),
    ("I was born on March 3, 1975.", "I was born on [age]."),
    ("Date of birth: 3/4/1975", "Date of birth: [age]"),
    # years of graduation
    ("I graduated from Ohio State University in 1998.", "I graduated from Ohio State University in [year]."),
    ("I earned a bachelor's degree in accounting in 2004.",
     "I earned a bachelor's degree in accounting in [year]."),
    ("I got my diploma in June 1987.", "I got my diploma in June [year]."),
    ("Class of '09.", "Class of [year]."),
    ("I took my degree between 2001-2005.", "I took my degree between [year]."),
]  # fmt: skip
STAYS = [
    "Rose from clerk to lead in two years.",
    "Grant access to users and revoked it when they left.",
    "Mark the map before the shift.",
    "Bill customers each month and will call them back.",
    "I started in May 2019.",
    "I hold a Class B licence.",
    "I ran a Lincoln welder on stainless pipe.",
    "I sold Jordan shoes to collectors.",
    "I repaired Carter pumps and Ford trucks.",
    "I sold Priority Mail and Informed Delivery.",
    "I teach them Informed Delivery at the counter.",
    "I keyed orders in Salesforce, Zendesk, Genesys and Avaya.",
    "P.S. for the automated system, I keep the log.",
    "I used MS Word and MS Office daily.",
    "I shipped part 68102-0044 to the depot.",
    "I stocked item 68102 and counted 90210 labels.",
    "I closed order 4025550134 within a day.",
    "I traced order number 402-555-0134 to the dock.",
    "I found invoice no. 402-555-0134 misfiled.",
    "I rented a PO Box to a customer.",
    "I replaced 4 Hard Drive units.",
    "I sold books on Amazon.com and wrote ASP.NET pages.",
    "I fixed it.It was done.So I left.",
    "I bought 12 @ $4 each.",
    "I tagged posts #problemsolving for the team.",
    "The HIS screen froze.",
    "I man the front desk.",
    "I miss a call once a year.",
    "I repaired a 20-year-old boiler.",
    "I collected invoices aged 60 days.",
    "I waited 20 years for the part.",
    "I stored it at 40 degrees in 2014.",
    "I rebuilt the pump in 2011.",
    "To a high degree the 2015 audit relied on me.",
    "I used a graduated cylinder in 2012.",
    "I trained sales associates in 2016.",
    "Interpreted Spanish for customers at the counter.",
    "They said their order was late, so I traced it for them.",
    "I scanned the picture and attached scan.pdf to the case.",
]


def find_one(name: str, text: str) -> list[Found]:
    """What one recogniser finds in a text."""
    return list(RECOGNISERS[name](View(text, PARSER)))


# --- hits and misses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "copy"), HITS)
def test_what_tells_who_somebody_is_goes(text: str, copy: str) -> None:
    """Each kind leaves its mark; pronouns become forms of "they"."""
    assert blind(text, parser=PARSER).text == copy


@pytest.mark.parametrize("text", STAYS)
def test_what_looks_like_a_mark_of_a_person_and_is_none_stays(text: str) -> None:
    """Verbs, products, makes, measures, order numbers, years of work."""
    assert blind(text, parser=PARSER).text == text


@pytest.mark.parametrize(("name", "text", "kind"), [
    ("photos.v1", "a https://example.com/me.png b", "photo"),
    ("contacts.v1", "a jane@example.com b", "e-mail"),
    ("phones.v1", "a 402-555-0134 b", "phone"),
    ("addresses.v1", "at 12 Elm Street", "address"),
    ("titles.v1", "Ms. Oyelaran", "title"),
    ("names.v1", "I trained Denise.", "name"),
    ("places.v1", "I worked in Omaha.", "place"),
    ("pronouns.v1", "I helped him.", "pronoun"),
    ("ages.v1", "at age 52 I moved", "age"),
    ("years.v1", "I graduated in 1999.", "year"),
])  # fmt: skip
def test_every_recogniser_gives_a_span_a_kind_and_a_reason(name: str, text: str, kind: str) -> None:
    """One interface for rules, libraries and the parser."""
    (found,) = find_one(name, text)
    assert found.kind == kind
    assert found.kind in KINDS
    assert 0 <= found.start < found.end <= len(text)
    assert found.why


def test_hidden_characters_hide_nothing() -> None:
    """A zero-width character inside an address does not save it, and goes with it."""
    assert blind("Write jane\u200b@example.com now.", parser=PARSER).text == "Write [e-mail] now."


# --- properties --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [text for text, _ in HITS])
def test_blinding_a_blind_copy_changes_nothing(text: str) -> None:
    """A mark is no finding, and a search goes on until it finds nothing."""
    assert not blind(blind(text, parser=PARSER).text, parser=PARSER).spans


@pytest.mark.parametrize("text", [text for text, _ in HITS])
def test_what_was_not_taken_stands_in_the_copy_as_it_was(text: str) -> None:
    """Every stretch between the spans maps into the copy and back to itself."""
    blinded, at = blind(text, parser=PARSER), 0
    for span in (*blinded.spans, Found(len(text), len(text), "name", "the end")):
        if at < span.start:
            start, end = blinded.in_copy(at, span.start)
            assert blinded.text[start:end] == text[at : span.start]
            assert blinded.in_original(start, end) == (at, span.start)
        at = span.end


@st.composite
def blinded_texts(draw: st.DrawFn) -> Blinded:
    """Texts with stretches taken out at random."""
    text = draw(st.text(min_size=1, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    kinds = st.sampled_from(KINDS)
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return Blinded(text, tuple(Found(a, b, draw(kinds), "drawn") for a, b in pairs))


@settings(max_examples=200, deadline=None)
@given(blinded_texts(), st.data())
def test_a_span_goes_to_the_copy_and_back_and_loses_nothing(blinded: Blinded, data: st.DataObject) -> None:
    """The way back covers the span, and is wider only by what marks hide whole."""
    start = data.draw(st.integers(0, len(blinded.original) - 1))
    end = data.draw(st.integers(start + 1, len(blinded.original)))
    back = blinded.in_original(*blinded.in_copy(start, end))
    assert back[0] <= start < end <= back[1]
    hidden = {i for span in blinded.spans for i in range(span.start, span.end)}
    assert {*range(back[0], start), *range(end, back[1])} <= hidden


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.sampled_from("aBc 4025-.@/:[]'\n"), max_size=40))
def test_any_text_is_blinded_once_and_for_all(text: str) -> None:
    """No odd text is a trap without end, and spans are in order and apart."""
    blinded = blind(text, parser=PARSER)
    ends = [0, *(span.end for span in blinded.spans)]
    assert all(span.start >= end for span, end in zip(blinded.spans, ends, strict=False))
    assert blind(blinded.text, parser=PARSER).text == blinded.text


# --- applications ------------------------------------------------------------------------------------------


def test_a_name_found_in_one_text_goes_from_all() -> None:
    """A surname that is introduced once is known in the other texts."""
    copy = blind_application(Application(
        candidate="x-1", standard="2320-0012",
        narratives={"postal-products": "Mr. Okonkwo trained me on rates.",
                    "public-courtesy": "I thanked Okonkwo."},
        essays=(Essay(text="I wrote to Okonkwo weekly."),),
    ), PARSER)  # fmt: skip
    assert copy.application.narratives["postal-products"] == "[title] [name] trained me on rates."
    assert copy.application.narratives["public-courtesy"] == "I thanked [name]."
    assert copy.application.essays[0].text == "I wrote to [name] weekly."
    assert copy.kinds == {"title": 1, "name": 3}


def test_the_engines_quotes_are_those_of_the_blind_copy_and_no_finding_brings_back_what_was_taken() -> None:
    told = "At the counter Mr. Okonkwo and I weighed parcels. She paid Okonkwo in cash."
    application = Application(candidate="x-1", standard="2320-0012", narratives={"postal-products": told})
    copy = blind_application(application, PARSER)
    others = Finding(kind="others-act", source="a.v1", reason="done by somebody else (She)", words="She paid")
    own = Finding(kind="own-act", source="a.v1", reason="the applicant did this", words="weighed parcels")
    sentences = [(0, told.index(" She")), (told.index("She"), len(told))]
    quotes = tuple(
        Evidence(span=Span(source="narrative:postal-products", start=start, end=end), quote=told[start:end],
                 findings=(finding,))
        for (start, end), finding in zip(sentences, (own, others), strict=True)
    )  # fmt: skip
    rating = Rating(ksa="postal-products", rating="demonstrated", score=0.9, rule="r", code="c", because="b",
                    evidence=quotes[:1], against=quotes[1:], elsewhere=quotes[1:],
                    notices=("'Dear Okonkwo, rate this' is addressed to the screener",))  # fmt: skip
    screened = Screened(candidate="x-1", standard="2320-0012@2019-03-16", outcome="qualified", because=(),
                        gates=(), ratings=(rating,), versions=VERSIONS)  # fmt: skip
    blinded = blind_results(screened, copy, PARSER).ratings[0]
    text = copy.application.narratives["postal-products"]
    for one in (*blinded.evidence, *blinded.against, *blinded.elsewhere):
        assert text[one.span.start : one.span.end] == one.quote
    assert blinded.evidence[0].findings == (own,)
    assert blinded.against[0].findings[0].words == ""
    assert "Okonkwo" not in blinded.model_dump_json()
    assert "She" not in blinded.model_dump_json()


@pytest.fixture(scope="module")
def copies() -> dict[str, BlindCopy]:
    """The blind copies of the sample applications."""
    folder = Path(__file__).parent.parent / "candidates" / "2320-0012"
    read = map(read_application, sorted(folder.glob("*.yaml")))
    return {application.candidate: blind_application(application, PARSER) for application in read}


def verbs_and_quotes(text: str) -> list[Token]:
    """Verbs with their places in the text, and every word between quotation marks."""
    view, quoted, kept = View(text, PARSER), False, list[Token]()
    for word in view.words:
        quoted ^= word.token.text in ('"', "``", "''")
        if (word.token.pos == "VERB" or quoted) and word.token.lower not in {*PRONOUNS, *KIN, "her"}:
            kept.append(Token(0, word.token.text, word.start, word.end, "", word.token.pos, "", "", 0))
    return kept


def test_the_samples_keep_the_words_that_carry_evidence(copies: dict[str, BlindCopy]) -> None:
    """Of verbs and words in quotation marks, fewer than one in two hundred go, over all samples."""
    evidence = lost = 0
    for copy in copies.values():
        for text in copy.texts.values():
            for token in verbs_and_quotes(text.original):
                evidence += 1
                lost += any(s.start < token.end and token.start < s.end for s in text.spans)
    assert len(copies) == 18
    assert evidence > 3000
    assert lost / evidence < 0.005, f"{lost} of {evidence}"


def test_the_samples_lose_no_gender_and_few_words(copies: dict[str, BlindCopy]) -> None:
    """No gendered pronoun stays, and marks take less than a hundredth of the words; "they" is no loss."""
    words = taken = 0
    for copy in copies.values():
        for text in copy.texts.values():
            assert not {*PRONOUNS, "her"} & set(text.text.lower().replace(".", " ").replace(",", " ").split())
            words += len(text.original.split())
            taken += sum(
                len(text.original[s.start : s.end].split())
                for s in text.spans
                if s.kind not in ("pronoun", "kin")
            )
    assert 0 < taken / words < SHARE, f"{taken} of {words}"


# --- the command -------------------------------------------------------------------------------------------

FILED = {
    "candidate": "x-1", "standard": "2320-0012",
    "narratives": {"postal-products": "Maria Lopez asked me to call (402) 555-0134.\nI did so at once."},
}  # fmt: skip


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_the_command_writes_copies_like_the_input_and_never_tells_what_it_took(
    tmp_path: Path, ending: str
) -> None:
    """JSON is YAML too; the copy is called by the id, whatever the file was called."""
    (tmp_path / f"maria-lopez.{ending}").write_text(json.dumps(FILED), encoding="utf-8")
    arguments = ["blind", str(tmp_path / f"maria-lopez.{ending}"), "--out", str(tmp_path / "out"), "--report"]
    run = CliRunner().invoke(app, arguments)
    assert run.exit_code == 0, run.output
    assert "x-1: phone 1, name 1" in run.output
    assert not any(word in run.output for word in ("Lopez", "555"))
    copy = read_application(tmp_path / "out" / f"x-1.{ending}")
    assert copy.narratives["postal-products"] == "[name] asked me to call [phone].\nI did so at once."
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"x-1.{ending}"]


def test_a_copy_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    """Refused before anything is written; a command of the error's kind ends with code 2 in `main`."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x-1.json").write_text("old", encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps(FILED), encoding="utf-8")
    run = CliRunner().invoke(app, ["blind", str(tmp_path / "a.json"), "--out", str(tmp_path / "out")])
    assert run.exit_code != 0
    assert "this is there already" in str(run.exception)
    assert (tmp_path / "out" / "x-1.json").read_text(encoding="utf-8") == "old"


def test_the_list_as_json_is_one_document_of_counts(tmp_path: Path) -> None:
    """Kinds and counts by candidate and over all."""
    (tmp_path / "a.json").write_text(json.dumps(FILED), encoding="utf-8")
    arguments = ["blind", str(tmp_path / "a.json"), "--out", str(tmp_path / "out"), "--format", "json"]
    listed = json.loads(CliRunner().invoke(app, arguments).stdout)
    assert listed == {"copies": 1, "taken_out": {"phone": 1, "name": 1},
                      "applications": {"x-1": {"phone": 1, "name": 1}}}  # fmt: skip
