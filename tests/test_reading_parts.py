"""Each thing that is recognised in a document, with what it must and must not find."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from screening.documents.text import read_text
from screening.errors import DocumentError
from screening.reading.changing import find_change
from screening.reading.columns import unflatten
from screening.reading.dates import find_dates, read_date
from screening.reading.duties import find_points
from screening.reading.elements import elements_of
from screening.reading.examinations import find_examinations
from screening.reading.headings import find_headings
from screening.reading.identity import find_mentions
from screening.reading.items import find_items
from screening.reading.linting import lint, slips
from screening.reading.naming import derived, name_all
from screening.reading.openers import distance, find_openers
from screening.reading.reader import read_standards
from screening.reading.source import LIGATURES, SourceText, without
from screening.standards import SLUG


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("March 16, 2019", date(2019, 3, 16)),
        ("MARCH 16 2019", date(2019, 3, 16)),
        ("Mar. 16, 2019", date(2019, 3, 16)),
        ("16 March 2019", date(2019, 3, 16)),
        ("16-MAR-2019", date(2019, 3, 16)),
        ("03/16/2019", date(2019, 3, 16)),
        ("3-16-19", date(2019, 3, 16)),
        ("11/30/98", date(1998, 11, 30)),
        ("2019-03-16", date(2019, 3, 16)),
        ("October l2, 2OO3", date(2003, 10, 12)),
        ("Ju1y  l7 ,  2OO1", date(2001, 7, 17)),
        ("03/75/2019", None),
        ("02/30/2012", None),
        ("16/03/2019", None),
        ("March 2019", None),
        ("", None),
        ("February 29, 2019", None),
    ],
)
def test_a_printed_date_is_a_day_or_none(printed: str, day: date | None) -> None:
    assert read_date(printed) == day


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("DOCUMENT DATE: March 16, 2019", ["March 16, 2019"]),
        ("**Doc. Date:** 11-21-2010", ["11-21-2010"]),
        ("| Document Date | May 1, 2001 |", ["May 1, 2001"]),
        ("DATED: JANUARY 20, 2007", ["JANUARY 20, 2007"]),
        ("Printed: 02/02/2020", []),
        ("Date printed: 02/02/2020", []),
        ("Print Date: 02/02/2020", []),
        ("Posting Date: 03/01/2019", []),
        ("Last updated: 05/05/2020", []),
        ("Revision Date: 05/05/2020", []),
        ("Form 1796, July 4, 2003", []),
        ("Closing date: May 3, 2019", []),
        ("supersedes the one dated May 3, 2019", []),
        ("Exam date: 01/02/2003", []),
        ("PS-05 Occ. Code 2315-0064, effective 03/14/88", ["03/14/88"]),
        ("Pass Test 474, effective 03/14/88", []),
        ("Document Date / Fecha del documento: May 3, 2011", ["May 3, 2011"]),
    ],
)
def test_only_the_label_of_the_document_makes_a_date_its_own(text: str, values: list[str]) -> None:
    assert [found.value for found in find_dates(text)] == values


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Applicants must successfully complete Test 955 (formerly Test 931).", [955]),
        ("Test 955 replaces Test 931.", [955]),
        ("Test 931 has been replaced by Test 955.", [955]),
        ("Effective in June, Test 473 will be replaced by Tests 474, 475 and 477.", [474, 475, 477]),
        ("Applicants must pass the Virtual Entry Assessment CS (477).", [477]),
        ("Exams 474 through 477", [474, 475, 476, 477]),
        ("Exam No. 943 or 944 must be passed with a score of 70 on a scale of 100.", [943, 944]),
        ("Neither Exam 710 nor Exam 711 is required.", []),
        ("Examination 725 is not required. Examination 476 is.", [476]),
        ("Applicants are not required to take Exam 714, but must pass Exam 718.", [718]),
        ("Applicants who have not passed Exam 473 are ineligible.", [473]),
        ("Test 473 in lieu of Test 470", [473]),
        ("No other examination, such as Test 710, is required.", []),
        ("See Handbook EL-312, Section 740, ext. 285; 100 hours of training.", []),
        ("Test 473/473E", [473]),
        ("None.", []),
        ("None required.", []),
        ("Not applicable", []),
        ("A road test must be passed.", [None]),
    ],
)
def test_an_examination_counts_when_it_is_asked_for_today(text: str, numbers: list[int | None]) -> None:
    assert [found.number for found in find_examinations(text)] == numbers


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Test 470 is rated on a scale of 100; at least 70 is needed.", 70),
        ("Test 473 with a minimum score of 70", 70),
        ("Test 473; 70 or higher passes", 70),
        ("Test 473 within 100 days", None),
    ],
)
def test_a_pass_mark_is_the_score_asked_for(text: str, mark: int | None) -> None:
    (found,) = find_examinations(text)
    assert found.pass_mark == mark


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("REQUIREMENTS\n", ["requirements"]),
        ("## Requirements:\n", ["requirements"]),
        ("II. Requirements -\n", ["requirements"]),
        ("**PHYSICAL REQUIREMENTS.**\n", ["physical"]),
        ("Training Exam Requirements\n", ["training"]),
        ("REQU1REMENTS:\n", ["requirements"]),
        ("Funct1on:\nServes.", ["function"]),
        (
            "FUNCTION: Serves. REQUIREMENTS: Knowledge of x. EXAMINATION REQUIREMENTS: None.",
            ["function", "requirements", "examination"],
        ),
        ("Knowledge, Skills, and Abilities (KSAs):\n", ["requirements"]),
        ("HOW TO APPLY\n", ["apart"]),
        ("FUNCTION / FUNCIÓN\n", ["function"]),
        ("REQUISITOS FÍSICOS\n", ["physical"]),
        ("1. SUPERVISION - Essential\n", []),
        ("2. SUPERVISION: Ability to lead.\n", []),
        ("and the requirements of the position.\n", []),
        ("The requirements: be here.\n", []),
        ("Ability to meet\nrequirements. Includes deadlines.\n", []),
    ],
)
def test_a_heading_is_known_in_any_dress_and_a_label_is_none(text: str, kinds: list[str]) -> None:
    assert [found.kind for found in find_headings(text)] == kinds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "LEAD CUSTOMER CARE AGENT (P7-08) OCCUPATION CODE: 2320-0012",
            ("LEAD CUSTOMER CARE AGENT", "P7-08", "2320-0012"),
        ),
        ("2315-0063 MAIL HANDLER, MH-04", ("MAIL HANDLER", "MH-04", "2315-0063")),
        ("Title: Custodian | Grade: PS-04 | Occ. Code: 3566-04XX", ("Custodian", "PS-04", "3566-04XX")),
        ("STAMP CLERK / PS-06 / 1020-0007", ("STAMP CLERK", "PS-06", "1020-0007")),
        ("Section 1. Driver, Level PS-08, Occupation Code 5703-0901", ("Driver", "Level PS-08", "5703-0901")),
        ("3502-03XX      LABORER      Pg. 2/3", ("LABORER", None, "3502-03XX")),
        ("Post:   Office Manager", ("Office Manager", None, None)),
        ("1. LEAD CLERK, PS-07 - Essential", (None, None, None)),
        ("K-9 HANDLER, PS-08 (0083-0007)", ("K-9 HANDLER", "PS-08", "0083-0007")),
        ("GRADE: EAS - 17", (None, "EAS - 17", None)),
        ("Series/Grade: GS-0343-11", (None, "GS-0343-11", None)),
        ("Crosswalk: Tractor Operator, PS-08 (5703-09XX)", ("Tractor Operator", "PS-08", "5703-09XX")),
        ("5306-07XX          08/04/2012", (None, None, "5306-07XX")),
        ("B1NDERY WORKER, PS-O5", ("BINDERY WORKER", "PS-05", None)),
        ("Occupat1on Code: 4402-00I8", (None, None, "4402-0018")),
        ("Occupation Code: 021205XX", (None, None, "021205XX")),
        ("- (New) Mgr Quality, EAS-26 (Occupation Code: 1910-0030)", (None, None, "1910-0030")),
        ("Alexandria, VA 22314-2753, phone 202-555-0123", (None, None, None)),
        ("The employee at PS-05 must call 1234-5678.", (None, None, None)),
    ],
)
def test_a_line_names_a_position_in_any_order(
    text: str, said: tuple[str | None, str | None, str | None]
) -> None:
    found = find_mentions(text)
    first = [next((v for m in found if (v := getattr(m, name))), None) for name in ("title", "grade", "code")]
    assert tuple(first) == said


@pytest.mark.parametrize(
    ("text", "openers"),
    [
        ("Knowledge of x", ["Knowledge of"]),
        ("Demonstrated ability to x", ["Demonstrated ability to"]),
        ("Thorough knowledge and understanding of x", ["Thorough knowledge and understanding of"]),
        ("Knowledqe 0f x", ["Knowledqe 0f"]),
        ("Abi1ity to x", ["Abi1ity to"]),
        ("Abilityto x", ["Abilityto"]),
        ("Skill in the use of x", ["Skill in"]),
        ("still in x", []),
        ("the mobility to x", []),
        ("Knowledge, Skills, and Abilities (KSAs) which", []),
    ],
)
def test_an_opener_is_known_also_when_a_scanner_misread_it(text: str, openers: list[str]) -> None:
    assert [text[o.start : o.end] for o in find_openers(text)] == openers


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_the_distance_of_words_is_a_metric(a: str, b: str, c: str) -> None:
    assert distance(a, b) == distance(b, a)
    assert (distance(a, b) == 0) == (a == b)
    assert distance(a, c) <= distance(a, b) + distance(b, c)


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        (
            "1. Knowledge of tax. Ability to add is part of it.\n2. Skill in law.",
            ["Knowledge of tax. Ability to add is part of it.", "Skill in law."],
        ),
        ("Knowledge of tax. Ability to add.", ["Knowledge of tax.", "Ability to add."]),
        ("Knowledge of a and\nAbility of b", ["Knowledge of a and Ability of b"]),
        ("ORAL: Ability to a\nWRITTEN: Ability to b", ["Ability to a", "Ability to b"]),
        (
            "1. Ability to a, such as:\na. b\nb. c\n2. Skill in d",
            ["Ability to a, such as: a. b b. c", "Skill in d"],
        ),
        ("1. Knowledge of a\n2. Must read\n3. Skill in b", ["Knowledge of a", "Must read", "Skill in b"]),
        (
            "1. Knowledge of section 2. Ability is no item. 2. Skill in law",
            ["Knowledge of section 2. Ability is no item.", "Skill in law"],
        ),
        (
            "Knowledge of a; the ability to b; and skill in c.",
            ["Knowledge of a; the", "ability to b; and", "skill in c."],
        ),
        ("[1] Ability to a\n[2] Skill in b", ["Ability to a", "Skill in b"]),
        (
            "i. Ability to a\nii. Ability to b\niii. Skill in c\niv. Must read\nv. Skill in d",
            ["Ability to a", "Ability to b", "Skill in c", "Must read", "Skill in d"],
        ),
        (
            "1. Ability to a:\ni. Ability to b\nii. Ability to c\n2. Skill in d",
            ["Ability to a: i. Ability to b ii. Ability to c", "Skill in d"],
        ),
        ("➢ Ability to a\n➢ Skill in b", ["Ability to a", "Skill in b"]),
        ("1.1 Ability to a\n1.2 Skill in b", ["Ability to a", "Skill in b"]),
        (
            "1. HAND\n1.1 Ability to a\n2. EYE\n2.1 Skill in b\n2.2 Ability to c",
            ["Ability to a", "Skill in b", "Ability to c"],
        ),
        ("Knowledge\n- a b\n- c\n\nAbilities:\n- read d", ["a b", "c", "read d"]),
        ("The text speaks of nothing.", []),
    ],
)
def test_a_list_is_split_where_its_items_begin(text: str, bodies: list[str]) -> None:
    assert [" ".join(text[i.body : i.end].split()) for i in find_items(text)] == bodies


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("1. A.\n2. B\nb.\n", [("1", "A."), ("2", "B b.")]),
        ("1. A. 2. B.", [("1", "A."), ("2", "B.")]),
        ("- A\n- B", [(None, "A"), (None, "B")]),
        ("A a.\n\nB b.", [(None, "A a."), (None, "B b.")]),
        ("Does:\n1. A", [(None, "Does:"), ("1", "A")]),
    ],
)
def test_duties_are_points_or_paragraphs(text: str, points: list[tuple[str | None, str]]) -> None:
    found = find_points(text, 0, len(text))
    assert [(p.number, " ".join(text[p.body : p.end].split())) for p in found] == points


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Ability to lead, develop and conduct briefings for management.",
            ["lead", "develop", "conduct briefings for management"],
        ),
        ("Knowledge of hardware, software, and applications.", ["hardware", "software", "applications"]),
        (
            "Ability to prepare written materials such as responses to inquiries, letters, or reports.",
            ["responses to inquiries", "letters", "reports"],
        ),
        (
            "Ability to work with the general public in a polite, courteous, and professional manner.",
            ["work with the general public in a polite, courteous, and professional manner"],
        ),
        ("Skill in typing.", ["typing"]),
    ],
)
def test_a_compound_requirement_has_parts(text: str, parts: list[str]) -> None:
    assert elements_of(text) == parts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("listen on an ongoing basis, comprehends and capture words", 1),
        ("methods, principals, best practices", 1),
        ("provide system support maintenance support activities", 1),
        ("the the rules", 1),
        ("safety ru1es", 1),
        ("set a lathe and | Panel | cut threads", 1),
        ("trends and implement improvements", 0),
        ("principals of two schools", 0),
        ("policies and procedures", 0),
    ],
)
def test_a_likely_slip_is_named_and_a_good_sentence_is_not(text: str, count: int) -> None:
    assert len(list(slips(text))) == count


KNOWN = {"typing": ["Skill in typing 40 words per minute."], "mail": ["Knowledge of mail classes and rates."]}


def test_names_are_looked_up_first_nearly_next_and_derived_last() -> None:
    texts = [
        "Knowledge of rates and mail classes!",
        "skill in TYPING 40 words per minute",
        "Ability to paint houses.",
    ]
    assert name_all(texts, KNOWN) == ["mail", "typing", "paint-houses"]


def test_a_near_wording_never_takes_the_name_of_an_exact_one() -> None:
    assert name_all(["Knowledge of mail classes or rates", *KNOWN["mail"]], KNOWN)[1] == "mail"


VOCABULARY = ["read", "write", "lift", "the", "of", "and", "mail", "rates", "x", "1", "é"]
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=8)


@given(st.lists(WORDS.map(" ".join), max_size=8))
def test_every_name_is_a_slug_and_none_is_given_twice(texts: list[str]) -> None:
    names = name_all(texts, KNOWN)
    assert len(set(names)) == len(names) == len(texts)
    assert all(SLUG.match(name) for name in names)


@given(WORDS.map(" ".join), st.sets(st.just("read-write")))
def test_a_derived_name_is_free_and_always_the_same(text: str, taken: set[str]) -> None:
    assert derived(text, taken) == derived(text, taken)
    assert derived(text, taken) not in taken


@given(st.lists(st.text("ab cd", min_size=20, max_size=30), min_size=4, max_size=9), st.integers(3, 9))
def test_two_columns_lose_no_character(lines: list[str], gap: int) -> None:
    """Unflattening only reorders: every word stays, each at its own place in the source."""
    text = "\n".join(
        f"{left:<30}{' ' * gap}{right}" for left, right in zip(lines, reversed(lines), strict=True)
    )
    copy = unflatten(without(SourceText("x", "0", text), []))
    assert sorted(copy.text.split()) == sorted(text.split())
    assert all(text[offset] == char for offset, char in zip(copy.offsets, copy.text, strict=True))


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("a ~~b~~ c", "a  c"),
        ("a {--b--} c {++d++}", "a  c d"),
        ("a <del>b</del><ins>c</ins>", "a c"),
        ("a ~~b", "a ~~b"),
        ("~~a~~ b\n\nc ~~d", " b\n\nc ~~d"),
    ],
)
def test_struck_words_go_and_inserted_words_stay(text: str, stands: str) -> None:
    source = read_text(text.encode(), "x.md")
    gone = [(m.start, m.end) for m in source.marks if m.kind in ("struck", "markup")]
    assert without(source, gone).text == stands


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
@example("a \ufb00 ligature is two letters that stood in one place")
def test_a_copy_knows_where_each_character_stood(text: str) -> None:
    copy = without(SourceText("x", "0", text), [])
    stood = [(text[offset], shown) for offset, shown in zip(copy.offsets, copy.text, strict=True)]
    assert all(shown in LIGATURES.get(sign, sign) or (sign + shown).isspace() for sign, shown in stood)


ROWS = ("drive a truck in traffic", "carry out checks before a trip")
POSITION = "MAIL CLERK PS-05\nOccupation Code: 0315-0063\n\nREQUIREMENTS\n\n"


@pytest.mark.parametrize(
    ("row", "left"),
    [
        ("| 1 | Ability to plan the work of a crew. | Panel |", ["Panel"]),
        ("| 1 | Ability to plan the work of a crew. | Interview | Panel |", ["Interview", "Panel"]),
        ("| 1 | Ability to plan the work of a crew. | Essential |", []),
        ("| 1 | Ability | to plan the work of a crew. | Panel |", ["Panel"]),
        ("Ability to plan the work of a crew. |", []),
    ],
)
def test_the_next_cell_of_a_row_is_no_words_of_its_requirement(row: str, left: list[str]) -> None:
    """What stands in it is told as unread, so that a person sees that it was left out."""
    reading = read_standards(read_text(f"{POSITION}{row}\n".encode(), "rows.txt"), {})
    assert [ksa.text for ksa in reading.standards[0].ksas] == ["Ability to plan the work of a crew."]
    unread = " ".join(words for _, words in reading.coverage.unread)
    assert re.findall(r"\w+", unread) == left


def test_the_cells_after_a_requirement_are_no_words_of_it_in_any_row() -> None:
    rows = "".join(f"| Ability to {task} | Panel | Course for drivers |\n" for task in ROWS)
    reading = read_standards(read_text(f"{POSITION}{rows}".encode(), "rows.txt"), {})
    assert [ksa.text for ksa in reading.standards[0].ksas] == [f"Ability to {task}" for task in ROWS]
    assert [line for line, _ in reading.coverage.unread] == [6, 7]


@pytest.mark.parametrize(
    ("rows", "importance"),
    [
        (("x", ""), "essential"),
        (("", "✓"), "desirable"),
        (("Yes", "No"), "essential"),
        (("✗", "✔"), "desirable"),
        (("☐", "☑"), "desirable"),
    ],
)
def test_a_tick_under_a_column_of_importance_is_the_importance(
    rows: tuple[str, str], importance: str
) -> None:
    """The tick is taken for it and is no word of the requirement, nor unread."""
    table = f"| KSA | Essential | Desirable |\n| Ability to plan the work of a crew. | {' | '.join(rows)} |\n"
    reading = read_standards(read_text(f"{POSITION}{table}".encode(), "ticks.txt"), {})
    assert [(k.text, k.importance) for k in reading.standards[0].ksas] == [
        ("Ability to plan the work of a crew.", importance)
    ]
    assert reading.coverage.unread == []


def test_a_row_that_is_no_tick_loses_no_words() -> None:
    """A value in a row heads no column, and where nothing is ticked nothing is left out."""
    head = "| Filing | Essential |\n"
    reading = read_standards(
        read_text(f"{POSITION}{head}| Typing | |\n\nAbility to plan.\n".encode(), "rows.txt"), {}
    )
    (standard,) = reading.standards
    said = " ".join([*(words for _, words in reading.coverage.unread), *(k.text for k in standard.ksas)])
    assert re.findall(r"\w+", said)[:3] == ["Filing", "Essential", "Typing"]


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ('Delete item 4, "Ability to a," and replace by:', True),
        ("Add after item 5:\n6. Ability to b", True),
        ("Effective now. Requirement 3 is deleted.", True),
        ("2) Replace KSA #7 with the following", True),
        ("Ability to delete items from a list of 4", False),
        ("4. Replaces items on shelves.", False),
        ("Ability to add numbers before item totals", False),
    ],
)
def test_an_order_to_change_an_item_is_no_requirement(text: str, orders: bool) -> None:
    assert (find_change(text) is not None) == orders


def test_a_standard_beside_a_change_is_read_and_the_change_is_told() -> None:
    memo = "MAIL CLERK PS-05\nOccupation Code: 0315-0063\nREQUIREMENTS\nDelete item 4.\n\n"
    whole = POSITION.replace("MAIL CLERK", "STAMP CLERK").replace("0063", "0064") + "1. Ability to sell.\n"
    reading = read_standards(read_text((memo + whole).encode(), "memo.txt"), {})
    assert [one.title for one in reading.standards] == ["STAMP CLERK"]
    said = 'A change to a standard was not read: "Delete item 4.".'
    assert said in [note.text for note in reading.standards[0].source.notes]


@pytest.mark.parametrize("head", ["OCCUPATION CODE: 1420-7731\nPLANNER", "PLANNER, 1420-7731\n\nFUNCTION"])
def test_what_names_a_position_and_asks_for_nothing_is_told_what_it_lacks_and_where(head: str) -> None:
    text = f"{head}\nThe planner should be good with people.\n"
    with pytest.raises(DocumentError) as refused:
        read_standards(read_text(text.encode(), "planner.txt"), {})
    assert "code 1420-7731 stands in line 1, but no line begins with" in refused.value.found
    assert "as a list, one a line" in refused.value.do


@pytest.mark.parametrize(
    ("line", "title", "grade"),
    [
        ("Position: FERRY TERMINAL COORDINATOR, Grade T-06", "FERRY TERMINAL COORDINATOR", "T-06"),
        ("FERRY TERMINAL COORDINATOR (Grade T-06)", "FERRY TERMINAL COORDINATOR", "T-06"),
        ("FERRY TERMINAL COORDINATOR\nGrade: T-06", "FERRY TERMINAL COORDINATOR", "T-06"),
        ("Position: CLERK, Grade PS-06", "CLERK", "PS-06"),
        ("Position: CLERK, Pay Grade 7", "CLERK", "7"),
        ("Position: GRADE 3 TEACHER", "GRADE 3 TEACHER", None),
    ],
)
def test_a_grade_of_any_schedule_is_read_after_that_word(line: str, title: str, grade: str | None) -> None:
    text = f"{line}\nOccupation Code: 1420-7731\n\nREQUIREMENTS\n1. Ability to berth a ferry.\n"
    (standard,) = read_standards(read_text(text.encode(), "ferry.txt"), {}).standards
    assert (standard.title, standard.grade) == (title, grade)


def test_what_names_no_position_is_refused_and_not_filed_as_unknown() -> None:
    text = "Dated: June 6, 2019\n\nREQUIREMENTS\nAbility to drive.\nAbility to read maps.\n"
    with pytest.raises(DocumentError, match="no title"):
        read_standards(read_text(text.encode(), "nameless.txt"), {})


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ("Nobody who lacks one of these\nis eligible.", "Nobody who lacks one of these is eligible."),
        ("Fai1ure to show any KSA is disqua1ifying.", "Fai1ure to show any KSA is disqua1ifying."),
        ("A lost license is disqualifying.", None),
    ],
)
def test_the_clause_that_disqualifies_may_stand_last_under_another_heading(
    said: str, clause: str | None
) -> None:
    text = f"{POSITION}1. Ability to lift sacks.\n\nPHYSICAL REQUIREMENTS\n\nMust stand.\n\n{said}\n"
    (standard,) = read_standards(read_text(text.encode(), "last.txt"), {}).standards
    assert (standard.disqualification and standard.disqualification.text) == clause
    assert standard.physical is not None
    assert (standard.physical.text == "Must stand.") == (clause is not None)


def test_what_recurs_at_the_edges_of_pages_is_no_words_of_a_requirement() -> None:
    """Between form feeds; a line that stands on one page only is kept, however short the page."""
    edge = "\nField Office, Toledo, sheet {}\n\fBulletin 44\n"
    ksas = (
        f"1. Ability to set a lathe and{edge.format(1)}to cut threads.{edge.format(2)}2. Skill in welding.\n"
    )
    (standard,) = read_standards(read_text(f"{POSITION}{ksas}".encode(), "pages.txt"), {}).standards
    assert [k.text for k in standard.ksas] == [
        "Ability to set a lathe and to cut threads.",
        "Skill in welding.",
    ]


def test_the_parts_of_a_sentence_before_its_first_opener_are_asked_for_too() -> None:
    said = "You must show that you: can plan routes; know the rest rules; and have skill in keeping logs."
    (standard,) = read_standards(read_text(f"{POSITION}{said}\n".encode(), "parts.txt"), {}).standards
    assert [k.text for k in standard.ksas] == [
        "can plan routes",
        "know the rest rules",
        "skill in keeping logs.",
    ]


def test_a_line_of_many_short_parts_is_read_at_once() -> None:
    """What leads on from a requirement is taken away once, and not again from each part of a long line."""
    text = f"{POSITION}1. Ability to lift sacks.\n" + "a; " * 20_000
    started = time.monotonic()
    read_standards(read_text(text.encode(), "parts.txt"), {})
    assert time.monotonic() - started < 20


def test_a_sentence_in_capitals_is_no_heading() -> None:
    ksa = "A. ABILITY TO LOAD AND UNLOAD TRAILERS IN THE NIGHT\nAND BY DAY."
    text = f"{POSITION}{ksa}\n\nEXAMINATION\nTEST 718 IS NEEDED.\n"
    (standard,) = read_standards(read_text(text.encode(), "capitals.txt"), {}).standards
    assert standard.ksas[0].text == "ABILITY TO LOAD AND UNLOAD TRAILERS IN THE NIGHT AND BY DAY."
    assert [exam.number for exam in standard.examinations] == [718]


def test_a_standard_of_which_no_requirement_was_read_says_so() -> None:
    text = POSITION.replace("REQUIREMENTS", "EXAMINATION REQUIREMENTS\n\nMust pass examination 476.")
    (standard,) = read_standards(read_text(text.encode(), "bare.txt"), {}).standards
    assert [note.text[:16] for note in lint(standard)] == ["No KSA was read."]


@pytest.mark.parametrize(
    ("numbers", "odd"),
    [
        (("1.1", "1.2", "2.1", "3.1"), []),
        (("1", "2", "2.1", "3"), ['"2.1" after "2"']),
        (("1.1", "1.3", "2.1"), ['"1.3" after "1.1"']),
        (("1.1", "2.2"), ['"2.2" after "1.1"']),
        (("2.1", "2.2"), ['"2.1"']),
    ],
)
def test_numbers_of_two_levels_go_on_in_their_parts(numbers: tuple[str, ...], odd: list[str]) -> None:
    """A part's numbers go on by one, and the next part begins at its first."""
    text = "CLERK, PS-06\nOCCUPATION CODE: 2320-0012\nREQUIREMENTS:\n"
    text += "".join(f"{number} Ability to {word}.\n" for number, word in zip(numbers, "abcd", strict=False))
    (standard,) = read_standards(read_text(text.encode(), "a.txt"), {}).standards
    notes = [note.text for note in lint(standard) if "number" in note.text.lower()]
    assert [re.findall(r'"[0-9.]+"(?: after "[0-9.]+")?', note)[0] for note in notes] == odd


@pytest.mark.parametrize(
    ("items", "ksas", "unread"),
    [
        (
            "1. Knowledge of rules¹ on awards.\n2. Skill in bids†.\n_____\n¹ The manual.\n† By mail,\ntoo.\n",
            ["Knowledge of rules on awards.", "Skill in bids."],
            ["¹ The manual.", "† By mail,", "too."],
        ),
        (
            "1. Knowledge of contracts [3] and risks.\n[3] Fixed price.\n2. Skill in bids.\n",
            ["Knowledge of contracts and risks.", "Skill in bids."],
            ["[3] Fixed price."],
        ),
        ("1. Skill in laying 10 m² of floor.\n", ["Skill in laying 10 m² of floor."], []),
        ("[1] Ability to read.\n[2] Skill in bids.\n", ["Ability to read.", "Skill in bids."], []),
        (
            "1. Skill in o\ufb03ce work with a \ufb02ow\u2011chart and speci\xad\n\ufb01c forms.\n",
            ["Skill in office work with a flow-chart and specific forms."],
            [],
        ),
    ],
)
def test_a_footnote_is_no_words_of_a_requirement_and_is_told(
    items: str, ksas: list[str], unread: list[str]
) -> None:
    """Its mark is left out, its text is reported as unread; letters set as one sign are letters."""
    reading = read_standards(read_text(f"{POSITION}{items}".encode(), "notes.txt"), {})
    assert [k.text for k in reading.standards[0].ksas] == ksas
    assert [words for _, words in reading.coverage.unread] == unread


def test_a_row_of_two_cells_is_a_heading_and_what_it_opens() -> None:
    text = f"{POSITION}| 1 | Ability to plan the work of a crew. |\n\n| Examination | Test 955 |\n"
    (standard,) = read_standards(read_text(text.encode(), "cells.txt"), {}).standards
    assert [k.text for k in standard.ksas] == ["Ability to plan the work of a crew."]
    assert [exam.number for exam in standard.examinations] == [955]


def test_a_grid_without_a_double_rule_has_its_head_too() -> None:
    """Short names over the first row are its columns'; a row that asks for something is none."""
    rows = "| KSA         | Rated by |\n{0}\n| Ability to  | Panel    |\n| plan a day  |          |\n{0}\n"
    grid = ("{0}\n" + rows).format("+-------------+----------+")
    reading = read_standards(read_text(f"{POSITION}{grid}".encode(), "grid.txt"), {})
    assert [k.text for k in reading.standards[0].ksas] == ["Ability to plan a day"]
    assert reading.coverage.unread == [(9, "| Panel")]


@pytest.mark.parametrize(
    ("items", "importance"),
    [
        (
            "1. Ability to sort.\nEssential\n2. Ability to lift.\nEssential\n3. Skill in law.\nDesirable\n",
            ["essential", "essential", "desirable"],
        ),
        (
            "Essential: Ability to sort; skill in law.\nDesirable: Skill in art.\n",
            ["essential"] * 2 + ["desirable"],
        ),
        (
            "Essential qualifications\n- Ability to sort.\n\nAsset qualifications\n- Skill in law.\n",
            ["essential", "desirable"],
        ),
    ],
)
def test_an_importance_is_told_by_the_line_it_stands_in(items: str, importance: list[str]) -> None:
    """Under an item it is the item's, before a colon or over a list the list's; no word goes with it."""
    text = f"MAIL CLERK PS-05\nOccupation Code: 0315-0063\n\n{items}"
    reading = read_standards(read_text(text.encode(), "importance.txt"), {})
    ksas = reading.standards[0].ksas
    assert [k.importance for k in ksas] == importance
    assert not any(re.search("essential|desirable|asset", k.text, re.IGNORECASE) for k in ksas)
    assert reading.coverage.unread == []


@pytest.mark.parametrize(
    ("items", "ksas"),
    [
        (
            "Knowledge and Skills\n- schemes\n- typing\n\nAbilities\n- sort mail\n",
            ["schemes", "typing", "sort mail"],
        ),
        (
            "Abilities:\nsort the mail of\n  a large office\nlift\n",
            ["sort the mail of a large office", "lift"],
        ),
        ("Skills\n1. Ability to sort\n2. Knowledge of law\n", ["Ability to sort", "Knowledge of law"]),
    ],
)
def test_a_kind_over_a_list_opens_its_lines(items: str, ksas: list[str]) -> None:
    """Lines set in further go on; a list whose items name their kinds themselves needs no such line."""
    text = f"MAIL CLERK PS-05\nOccupation Code: 0315-0063\n\n{items}"
    (standard,) = read_standards(read_text(text.encode(), "kinds.txt"), {}).standards
    assert [k.text for k in standard.ksas] == ksas


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- Ability to find a box.\n- Able to work alone.\n- A forklift license.\n- Fluency in Dutch.",
         ["Ability to find a box.", "Able to work alone.", "A forklift license.", "Fluency in Dutch."]),
        ("• Comfortable at night.\n• Knowledge of boxes.\n• Fluency in Dutch.",
         ["Comfortable at night.", "Knowledge of boxes.", "Fluency in Dutch."]),
        ("- Ability to lead:\n- plan the night\n- count boxes\n- Skill in counting.\n- Good Dutch.",
         ["Ability to lead:\n- plan the night\n- count boxes", "Skill in counting.", "Good Dutch."]),
        ("- Ability to lead a crew\n    - by day\n    - by night\n- Good Dutch.",
         ["Ability to lead a crew\n    - by day\n    - by night", "Good Dutch."]),
        ("- Ability to lead a crew.\n\nHow to apply, in short, and where to send it.\n- Write a letter.",
         ["Ability to lead a crew.\n\nHow to apply, in short, and where to send it.\n- Write a letter."]),
    ],
)  # fmt: skip
def test_bullets_beside_a_requirement_by_bullet_are_items(text: str, items: list[str]) -> None:
    """Whatever word they open with; what a colon introduces, is set in or comes after a paragraph is not."""
    assert [text[item.body : item.end].strip() for item in find_items(text)] == items


HEAD = "FLEET ANALYST, EAS-16\nOccupation Code: 2150-0077\nDocument Date: 05/05/2021\n\n"
ASKED = "Requirements\n\n1. Knowledge of vehicle costing.\n2. Ability to build spreadsheets.\n\n"
FIRST_TWO = [("Knowledge of vehicle costing.", None), ("Ability to build spreadsheets.", None)]
LEASING = ("Knowledge of leasing.", None)


@pytest.mark.parametrize(
    ("text", "ksas", "examinations", "physical"),
    [
        (f"{ASKED}Examination\n\nNone. A driver's license is required.\n", FIRST_TWO, [], None),
        (f"{ASKED}Examination\n\nNone.\n\nApplicants must pass an assessment.\n", FIRST_TWO, [None], None),
        (
            f"{ASKED}Examination\n\nNo examination is required. Applicants must apply online.\n",
            FIRST_TWO, [], None,
        ),
        (
            f"{ASKED}C. Examination\n\nNone.\n\nD. Physical requirements for all positions\n\nMust lift.\n",
            FIRST_TWO, [], "Must lift.",
        ),
        (f"{ASKED}Additional requirements\n\n3. Knowledge of leasing.\n", [*FIRST_TWO, LEASING], [], None),
        (f"{ASKED}Additional requirements\n\nA license to drive.\n", FIRST_TWO, [], None),
        (f"{ASKED}ASSESSMENT\n\nAll must take the Assessment MC (474).\n", FIRST_TWO, [474], None),
        (f"{ASKED}Working with people\n\n3. Knowledge of leasing.\n", [*FIRST_TWO, LEASING], [], None),
        (
            f"{ASKED}Physical Requirements\n\nMust lift.\n\nHow We Go On From Here\n\nBy interview.\n",
            FIRST_TWO, [], "Must lift.",
        ),
        (
            f"{ASKED}Physical Requirements\n\nHeavy Lifting\n\nLong Standing\n\nMuch Walking\n",
            FIRST_TWO, [], "Heavy Lifting Long Standing Much Walking",
        ),
        *(
            (f"{ASKED}{over}{gap}- {LEASING[0]}\n", [*FIRST_TWO, (LEASING[0], "desirable")], [], None)
            for gap in ("\n", "\n\n")
            for over in (
                "Desirable, but not required", "Nice to have", "What would help",
                "The following will be considered a plus:",
            )
        ),
        (
            "KSAs *\n\n1. Knowledge of vehicle costing.\n2. Ability to build spreadsheets. **\n\n_______\n"
            "*  Only applicants who passed are rated.\n** A license is required.\n",
            FIRST_TWO, [], None,
        ),
        (
            "Requirements\n\nKSA 1. Knowledge of vehicle costing.\n\n  Level 2 (10 points): Knowledge of all "
            "methods.\n\nKSA 2. Ability to build spreadsheets.\n\n  Superior (5): Ability to teach them.\n",
            FIRST_TWO, [], None,
        ),
        (
            "Requirements\n\n| KSA | Weight |\n|---|---|\n| Knowledge of vehicle costing. | 40 |\n"
            "| Ability to build spreadsheets. | 60 % |\n| Total | 100 |\n",
            FIRST_TWO, [], None,
        ),
    ],
)  # fmt: skip
def test_what_offices_print_around_their_lists_is_no_word_of_them(
    text: str, ksas: list[tuple[str, str | None]], examinations: list[int | None], physical: str | None
) -> None:
    (standard,) = read_standards(read_text((HEAD + text).encode(), "a.txt"), {}).standards
    assert [(ksa.text, ksa.importance) for ksa in standard.ksas] == ksas
    assert [examination.number for examination in standard.examinations] == examinations
    assert (standard.physical.text if standard.physical else None) == physical


@pytest.mark.parametrize(
    "head",
    [
        "| Position title | Grade | Occupation code | Date approved |\n"
        "| Fleet Analyst | EAS-16 | 2150-0077 | May 5, 2021 |\n",
        "| Job Title | Level | Occ. Code | Document Date |\n|---|---|---|---|\n"
        "| Fleet Analyst | EAS-16 | 2150-0077 | 05/05/2021 |\n",
        "Fleet Analyst\n\nGrade EAS-16 • Occupation code 2150-0077 • Issued May 5, 2021\n",
    ],
)
def test_names_over_values_name_the_position(head: str) -> None:
    (standard,) = read_standards(read_text(f"{head}\n{ASKED}".encode(), "a.txt"), {}).standards
    said = (standard.title, standard.grade, standard.occupation_code, standard.document_date)
    assert said == ("Fleet Analyst", "EAS-16", "2150-0077", date(2021, 5, 5))


@pytest.mark.parametrize(
    "items",
    [
        "1. Knowledge of vehicle costing. (E)\n2. Ability to build spreadsheets. (D)\n",
        "E1. Knowledge of vehicle costing.\nD2. Ability to build spreadsheets.\n",
        "| 1 | Knowledge of vehicle costing. | E | 40 |\n| 2 | Ability to build spreadsheets. | D | 60 |\n",
    ],
)
def test_letters_that_a_legend_explains_are_the_importance(items: str) -> None:
    text = f"{HEAD}Requirements\n\nE = essential, D = desirable.\n\n{items}"
    (standard,) = read_standards(read_text(text.encode(), "a.txt"), {}).standards
    assert [(ksa.number, ksa.text, ksa.importance) for ksa in standard.ksas] == [
        ("1", "Knowledge of vehicle costing.", "essential"),
        ("2", "Ability to build spreadsheets.", "desirable"),
    ]


@pytest.mark.parametrize("grade", ["GS 12", "GS-12", "GS12", "WG 5"])
def test_a_grade_of_the_general_schedule_may_stand_without_a_hyphen(grade: str) -> None:
    head = f"Fleet Analyst\n{grade}\nOccupation Code: 2150-0077\n\n"
    (standard,) = read_standards(read_text(f"{head}{ASKED}".encode(), "a.txt"), {}).standards
    assert (standard.title, standard.grade) == ("Fleet Analyst", grade)


@pytest.mark.parametrize(
    ("items", "note", "importances"),
    [
        ("1. *Knowledge of costing.\n2. Ability to count.", "* Essential", ["essential", None]),
        ("1. Knowledge of costing.*\n2. Ability to count.**", "* essential\n** desirable",
         ["essential", "desirable"]),
        ("* Knowledge of costing.\n  Ability to count.", "* denotes a desirable skill.", ["desirable", None]),
        ("* Knowledge of costing.\n* Ability to count.", "* = mandatory", [None, None]),
        ("- Knowledge of costing.\n- Ability to count. †", "____\n† Required", [None, "required"]),
    ],
)  # fmt: skip
def test_a_star_that_a_note_explains_is_the_importance(
    items: str, note: str, importances: list[str | None]
) -> None:
    """Not where it stands before each requirement, as a bullet does; the note itself asks for nothing."""
    text = f"{HEAD}Requirements\n\n{items}\n\n{note}\n"
    reading = read_standards(read_text(text.encode(), "a.txt"), {})
    assert [(ksa.text, ksa.importance) for ksa in reading.standards[0].ksas] == list(
        zip(["Knowledge of costing.", "Ability to count."], importances, strict=True)
    )
    assert reading.coverage.unread == []


@pytest.mark.parametrize("sign", ["# ", "* ", "** ", ""])
def test_a_word_of_importance_behind_a_bullet_is_a_heading(sign: str) -> None:
    """What stands under it is desirable, and the other list is not."""
    lists = f"* Knowledge of costing.\n\n{sign}Desirable\n\n* Ability to count.\n"
    reading = read_standards(read_text(f"{HEAD}Requirements\n\n{lists}".encode(), "a.txt"), {})
    assert [ksa.importance for ksa in reading.standards[0].ksas] == [None, "desirable"]
