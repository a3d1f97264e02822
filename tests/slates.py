"""Slates made by hand, without the engine, for the tests of what is written from them."""

from __future__ import annotations

from datetime import date

from screening.applications import Application
from screening.evidence import Evidence, Finding, Span
from screening.reports import Slated
from screening.results import Gate, OutcomeValue, Place, Rating, RatingValue, Screened, Slate, Step, Versions
from screening.standards import Checklist, Examination, Ksa, KsaChecklist, Passage, Source, Standard

VERSIONS = Versions(
    engine="screening 9.9", ruleset="evidence.v9", model="model-9", parser="parser-9", settings="settings-9",
    standard="standard-9", checklist="checklist-9",
)  # fmt: skip
STANDARD = Standard(
    occupation_code="5201-0001",
    title="BOAT BUILDER",
    grade="B-07",
    document_date=date(2001, 5, 4),
    ksas=(
        Ksa(id="caulking", kind="skill", text="Skill in caulking hulls."),
        Ksa(id="rigging", kind="ability", text="Ability to rig a mast."),
        Ksa(id="timber", kind="knowledge", text="Knowledge of timber."),
    ),
    examinations=(Examination(number=477, text="Applicants must pass examination 477."),),
    physical=Passage(text="Must climb."),
    disqualification=Passage(text="Failure to demonstrate any KSA is disqualifying."),
    source=Source(file="x.txt", sha256="ab" * 32),
)
CHECKLIST = Checklist(
    reads=STANDARD.address,
    ksas={
        "caulking": KsaChecklist(shown_by=("I drove oakum into a seam.", "I sealed a deck.")),
        "rigging": KsaChecklist(shown_by=("I stepped a mast.", "I set stays.", "I cut rope.", "I spliced.")),
    },
)
ACT = "I caulked nine hulls in 2014."
WISH = "I hope to rig a mast some day."
HOSTILE = (
    "=HYPERLINK(\"http://x.example\",\"y\")", "+1+1", "-2+3|cmd", "@SUM(A1)", "\t=1+1", "\r=1+1",
    "<script>alert(1)</script>", "]]>&amp;<b>", "a\x00b\x0bc\x1b[31m", "\u202egnp.exe", "_x0041_=1",
    "'quoted", "line one\nline two\r\nline three", "{{ 7*7 }} {% raw %}", "漢字 العربية 🛶",
)  # fmt: skip
"""Words that a spreadsheet, a page, a terminal or a template might take for something to do."""


def quote(words: str, start: int = 0, source: str = "narrative:caulking") -> Evidence:
    """A quoted sentence in which an act and an occasion were found."""
    findings = (
        Finding(kind="own-act", source="acts.v1", reason="done", words=words[:9]),
        Finding(kind="occasion", source="specifics.v1", reason="says when"),
    )
    span = Span(source=source, start=start, end=start + len(words))
    return Evidence(span=span, quote=words, findings=findings, relevance=512)


def rating(
    ksa: str,
    value: RatingValue,
    *quotes: Evidence,
    against: tuple[Evidence, ...] = (),
    missing: tuple[str, ...] = (),
    because: str = "Because of what was written.",
) -> Rating:
    """A rating on these quotes; its score depends on its value alone."""
    score = {"demonstrated": 0.931, "needs-review": 0.512, "not-demonstrated": 0.071}[value]
    code = "demonstrated" if value == "demonstrated" else "insufficiently-demonstrated"
    return Rating(
        ksa=ksa, rating=value, score=score, rule="evidence.v9#rule", code=code, because=because,
        evidence=quotes, against=against, missing=missing, strength=600,
        steps=(Step(name="base", points=-400, why="before"), Step(name="own_acts", points=1000, why="1 ×")),
        facts={"own_acts": 1},
    )  # fmt: skip


def screened(
    candidate: str, *ratings: Rating, outcome: OutcomeValue = "qualified", exam: Gate | None = None
) -> Screened:
    """An applicant with these ratings."""
    passed = Gate(gate="exam 477", result="pass", because="Score 84; 70 of 100 is needed.")
    gates = (exam or passed, Gate(gate="physical", result="not-assessed", because="Not here."))
    return Screened(
        candidate=candidate, standard=STANDARD.address, outcome=outcome, because=("Told why.",), gates=gates,
        ratings=ratings, versions=VERSIONS,
    )  # fmt: skip


def application(candidate: str) -> Application:
    """What they wrote."""
    narratives = {"caulking": ACT, "rigging": WISH}
    return Application(candidate=candidate, standard="5201-0001", narratives=narratives)


def slated(*people: Screened, ranks: tuple[int, ...] = ()) -> Slated:
    """A slate of these applicants in this order; without ranks, each has the next."""
    places = tuple(
        Place(rank=rank, screened=one)
        for rank, one in zip(ranks or range(1, len(people) + 1), people, strict=True)
    )
    slate = Slate(standard=STANDARD.address, places=places, versions=VERSIONS)
    return Slated(slate, STANDARD, {one.candidate: application(one.candidate) for one in people})


GOOD = screened(
    "c-1", rating("caulking", "demonstrated", quote(ACT)), rating("rigging", "demonstrated"),
    rating("timber", "demonstrated"),
)  # fmt: skip
POOR = screened(
    "c-2",
    rating("caulking", "demonstrated", quote(ACT)),
    rating("rigging", "not-demonstrated", against=(quote(WISH, source="narrative:rigging"),),
           missing=("what came of it",), because="The text tells of plans only."),
    rating("timber", "needs-review", missing=("more of what was done, told as it happened",)),
    outcome="not-qualified",
)  # fmt: skip
