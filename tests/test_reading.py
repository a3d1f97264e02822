"""Both seed documents are read whole: every standard, every trap, every line."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from screening.documents.opening import open_document
from screening.files.library import Library, default_root
from screening.files.writing import standard_yaml
from screening.reading.linting import lint
from screening.reading.reader import DocumentReading, read_standards
from screening.reading.source import SourceText, squeeze
from screening.standards import Standard

SOURCES = default_root() / "sources"
AGENT = SOURCES / "2320-0012.txt"
LETTER = SOURCES / "ecc-restructure-2019-12-12.txt"
SUPPORT = "0340-0016@2019-12-12"

IDS = (
    "postal-products public-courtesy customer-situations group-leadership oral-communication "
    "computer-inquiries reference-tools complex-problems information-analysis problem-analysis "
    "attentive-listening call-logging written-materials"
)
KSAS = {
    "1910-0030@2019-12-12": 8,
    "1910-0029@2019-12-12": 7,
    f"{SUPPORT}.as-it-stands": 14,
    f"{SUPPORT}.redline": 9,
    SUPPORT: 8,
}


@cache
def source(path: Path) -> SourceText:
    """A seed document."""
    return open_document(path, Library().cited_name(path))


@cache
def reading(path: Path) -> DocumentReading:
    """A seed document read with the names of the KSA library."""
    return read_standards(source(path), Library().ksa_names())


@cache
def standard(address: str) -> Standard:
    """One of the standards of the seeds."""
    everything = [*reading(AGENT).standards, *reading(LETTER).standards]
    return next(s for s in everything if s.address == address)


def notes(address: str) -> str:
    """What is noted on a standard, document and library together."""
    everything = [*reading(AGENT).standards, *reading(LETTER).standards]
    one = standard(address)
    return "\n".join(f"{n.line}: {n.text}" for n in [*one.source.notes, *lint(one, everything)])


def test_the_agent_standard_has_its_thirteen_ksas_in_printed_order() -> None:
    assert " ".join(ksa.id for ksa in standard("2320-0012@2019-03-16").ksas) == IDS


@pytest.mark.parametrize("path", [AGENT, LETTER], ids=["agent", "letter"])
def test_what_is_cited_is_what_is_said(path: Path) -> None:
    """Each cited slice, on one line and without struck words, is the text of its field."""
    text = source(path).text
    for one in reading(path).standards:
        fields = [
            one.function,
            one.supervision,
            one.selection_method,
            one.instructions,
            one.disqualification,
            one.physical,
        ]
        for field in (*one.ksas, *one.examinations, *(f for f in fields if f), *one.duties):
            assert field.cite is not None
            cited = squeeze(re.sub(r" ?~~.*?~~(?=[,.])|~~.*?~~", "", text[slice(*field.cite.chars)]))
            assert cited == field.text
            assert text.count("\n", 0, field.cite.chars[0]) + 1 == field.cite.lines[0]


@pytest.mark.parametrize("path", [AGENT, LETTER], ids=["agent", "letter"])
def test_every_line_of_a_seed_is_read(path: Path) -> None:
    counts = reading(path).coverage.counts
    assert counts["unread"] == 0
    assert counts["lines"] == counts["field"] + counts["furniture"] + counts["blank"]


@pytest.mark.parametrize("path", [AGENT, LETTER], ids=["agent", "letter"])
def test_the_library_holds_what_the_seeds_say(path: Path) -> None:
    """Reading a seed again gives the committed files, byte for byte."""
    library = Library()
    for one in reading(path).standards:
        assert library.path_of(one).read_text(encoding="utf-8") == standard_yaml(one)


def test_the_agent_standard_is_read_whole() -> None:
    one = standard("2320-0012@2019-03-16")
    assert (one.title, one.grade, one.status) == ("LEAD CUSTOMER CARE AGENT", "P7-08", "in-force")
    assert [(e.number, e.name) for e in one.examinations] == [(477, "Virtual Entry Assessment CS")]
    assert one.disqualification is not None
    assert one.disqualification.text == "Failure to demonstrate any KSA is disqualifying."
    assert one.instructions is not None
    assert "Applicants must demonstrate that they possess" in one.instructions.text
    assert one.physical is not None
    assert one.physical.text.startswith("Applicants must be physically able")
    assert one.function is not None
    assert one.function.text.startswith("Serves as a working group leader")
    assert [k.kind for k in one.ksas] == ["knowledge"] + ["ability"] * 12


def test_the_impossible_footer_date_is_reported_with_its_line() -> None:
    assert [(n.line, n.text) for n in standard("2320-0012@2019-03-16").source.notes] == [
        (6, '"Doc Date: 03/75/2019" is no date; 2019-03-16 is kept.')
    ]


def test_the_letter_encloses_five_standards() -> None:
    assert {s.address: len(s.ksas) for s in reading(LETTER).standards} == KSAS
    assert [s.status for s in reading(LETTER).standards] == ["new", "new", "in-force", "proposed", "proposed"]
    assert {s.document_date for s in reading(LETTER).standards} == {date(2019, 12, 12)}
    assert [len(s.duties) for s in reading(LETTER).standards] == [8, 8, 10, 9, 9]


def test_the_standard_in_force_is_the_one_that_stands() -> None:
    """A proposal takes no effect: the plain code is the 14 KSAs, the dated address the clean copy."""
    library = Library()
    assert len(library.resolve("0340-0016").standard.ksas) == 14
    assert len(library.resolve(SUPPORT).standard.ksas) == 8


def test_labels_scales_and_numbers_are_fields_and_not_words() -> None:
    for address, count in list(KSAS.items())[:3]:
        ksas = standard(address).ksas
        assert [k.number for k in ksas] == [str(n) for n in range(1, count + 1)]
        assert {(k.importance, k.scale, k.qualification_proficiency) for k in ksas} == {
            ("essential", "yes/no", "yes")
        }
    assert standard("1910-0030@2019-12-12").ksas[1].origin == "ENVIRON COMPLIANCE SPECIALIST"
    assert standard(f"{SUPPORT}.as-it-stands").ksas[1].origin == "SUPV, QUALITY & TRAINING"


def test_the_letter_says_who_proposes_what_to_whom() -> None:
    letter = reading(LETTER).letter
    assert letter is not None
    facts = letter.consultation
    assert facts.document_date == date(2019, 12, 12)
    assert facts.authority == "39 U.S.C. § 1004(d)"
    assert (facts.proposes, facts.reduction_in_force) == (True, False)
    assert facts.addressee[1:3] == ("President", "National Association of Postal Supervisors")
    assert facts.sender[1:] == ("Manager", "Labor Relations Policy Administration")
    assert [(r.before, r.after) for r in facts.ratios] == [("1:20", "1:19")]
    assert [(p.action, p.occupation_code, p.grade, p.note) for p in facts.positions] == [
        ("new", "1910-0030", "EAS-26", None),
        ("new", "1910-0029", "EAS-21", "One (1) in each of the Care Centers"),
        ("revised", "0340-0016", "EAS-25", None),
    ]
    assert all(s.consultation == facts for s in reading(LETTER).standards)


def test_a_ksa_keeps_its_name_through_renumbering_moving_and_rewording() -> None:
    """The same requirement has one id in every copy, and in two standards."""
    before, redline, clean = (standard(f"{SUPPORT}{e}") for e in (".as-it-stands", ".redline", ""))
    assert {k.id for k in clean.ksas} < {k.id for k in redline.ksas} < {k.id for k in before.ksas}
    assert before.ksa("support-programs").text != clean.ksa("support-programs").text
    assert (
        standard("1910-0029@2019-12-12").ksa("quality-monitoring").text
        == before.ksa("quality-monitoring").text
    )


@pytest.mark.parametrize(
    ("address", "line", "said"),
    [
        (f"{SUPPORT}.redline", 285, "Not marked as inserted"),
        (f"{SUPPORT}.redline", 293, 'Numbers out of order: "3.4" after "3"'),
        (f"{SUPPORT}.redline", 299, '"providing project supervision,"'),
        (f"{SUPPORT}.redline", 282, "No KSA here says essential or desirable"),
        (SUPPORT, 285, "(office-software); this copy has lost it"),
        (SUPPORT, 343, "technical-advice is number 8 here and number 1 in the redline"),
        (SUPPORT, 340, '"and" is lost'),
        (SUPPORT, 340, '"support maintenance support" reads as if it were garbled'),
        (SUPPORT, 322, "The redline reads differently (duty 7)"),
        ("1910-0030@2019-12-12", 98, '"principals" probably means "principles"'),
        ("1910-0030@2019-12-12", 55, '"content center" probably means "contact center"'),
        ("1910-0030@2019-12-12", 86, 'the label of another position, "ENVIRON COMPLIANCE SPECIALIST"'),
        ("1910-0029@2019-12-12", 142, "its twin is 0340-0016@2019-12-12.as-it-stands#quality-monitoring"),
        ("2320-0012@2019-03-16", 4, '"comprehends and capture" do not agree'),
        ("2320-0012@2019-03-16", 4, "problem-analysis nearly repeats information-analysis"),
        ("2320-0012@2019-03-16", 4, "complex-problems asks for 2 things"),
    ],
)
def test_every_trap_of_the_seeds_is_reported_with_its_line(address: str, line: int, said: str) -> None:
    assert re.search(rf"^{line}: .*{re.escape(said)}", notes(address), re.MULTILINE), notes(address)


def test_what_was_struck_is_kept_apart_and_what_stands_is_clean() -> None:
    redline = standard(f"{SUPPORT}.redline")
    assert [p.text for p in redline.struck][2:5] == [
        "Ability to provide project supervision and technical guidance to subordinate professional "
        "staff and other assigned employees.",
        "Knowledge of postal products and services.",
        "Knowledge of hardware, software, and applications.",
    ]
    assert redline.duties[1].text.startswith("Leads and plans the daily work and activities of, training")
    assert redline.duties[1].marked is not None
    assert "~~quality~~" in redline.duties[1].marked
    assert not any("~" in passage.text for passage in (*redline.ksas, *redline.duties))
    assert standard(SUPPORT).struck == ()
