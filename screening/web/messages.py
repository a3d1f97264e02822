"""What the API takes and gives, as models: the shapes of the contract, with an example of each.

The answers themselves are written by ``screening.reports.json``, as commands write them; the models here
describe them, and a test holds both against each other.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, JsonValue, model_validator

from screening.applications import Application, Essay
from screening.evaluation import Case, Prediction
from screening.models import Record
from screening.records import Fault, Head
from screening.results import Gate, OutcomeValue, RatingValue, Step, Versions
from screening.standards import Status

APPLICATIONS_AT_ONCE = 25
"""Applications that one request may have judged while it waits; more make a job."""
CASES_AT_ONCE = 100

WORDS = (
    "At the counter in Dayton I weighed a parcel, asked when it had to arrive, and explained that Priority "
    "Mail takes two days and brings tracking. The customer chose it and thanked me."
)
APPLICATION: dict[str, Any] = {
    "candidate": "c-0001",
    "standard": "2320-0012",
    "narratives": {"postal-products": WORDS},
    "exams": [{"number": 477, "taken_on": "2019-02-11", "score": 84}],
}
CASE: dict[str, Any] = {"id": "x1", "ksa": "2320-0012@2019-03-16#postal-products", "text": WORDS, "label": 2}
VERSIONS: dict[str, Any] = {
    "engine": "screening 0.1.0; …", "ruleset": "evidence.v1 sha256:…", "model": "all-MiniLM-L6-v2 sha256:…",
    "parser": "en_core_web_sm 3.8.0", "settings": "fitted …", "standard": "2320-0012@2019-03-16 sha256:…",
    "checklist": "sha256:…",
}  # fmt: skip
RATED: dict[str, Any] = {
    "ksa": "postal-products", "rating": "needs-review", "score": 0.691,
    "evidence": [{
        "quote": WORDS.partition(". ")[0] + ".", "start": 0, "end": len(WORDS.partition(". ")[0]) + 1,
        "source": "narrative:postal-products", "relevance": 512,
        "findings": ["own act (weighed a parcel)", "specifics (Dayton, Priority, Mail, two)"],
        "finders": ["acts.v3", "specifics.v2"],
    }],
    "against": [], "elsewhere": [], "missing": [], "elements": {}, "rule": "evidence.v1#not-enough",
    "code": "not-enough-information", "notices": [],
    "because": "The text tells something, but not enough to decide by itself.",
    "strength": 800, "steps": [{"name": "base", "points": 800, "why": "…"}], "facts": {"own_acts": 1},
}  # fmt: skip
JUDGED: dict[str, Any] = {
    "outcome": "not-qualified", "because": ["public-courtesy is not demonstrated"],
    "gates": [{"gate": "exam 477", "result": "pass", "because": "Score 84; 70 of 100 is needed."}],
    "ratings": [RATED], "notices": [],
}  # fmt: skip


def example(value: JsonValue) -> ConfigDict:
    """A model's configuration that shows one example."""
    return ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [value]})


# --- what a request brings -------------------------------------------------------------------------------


class Brought(Record):
    """The body of a request; half of a surrogate pair, which JSON can name and no text holds, is refused."""

    @model_validator(mode="before")
    @classmethod
    def _whole_characters(cls, value: object) -> object:
        try:
            json.dumps(value, ensure_ascii=False, default=str).encode()
        except UnicodeEncodeError:
            raise ValueError("whole characters; half of a surrogate pair stands alone") from None
        return value


class Submitted(Application):
    """One application, as in its file.

    `candidate` is an id of letters, digits and `. _ : -`, never a name; `narratives` are texts by the id of a
    KSA; an essay is one text for several KSAs (without `ksas`, for all).
    """

    model_config = example(APPLICATION)


Several = Annotated[
    tuple[Submitted, ...],
    Field(min_length=1, max_length=APPLICATIONS_AT_ONCE, description="One a candidate."),
]
Day = Annotated[
    date | None, Field(description="Use the version in force on that day; default: the newest in force.")
]
AddressField = Annotated[
    str, Field(max_length=200, description="`CODE`, or `CODE@VERSION`.", examples=["2320-0012"])
]


class ToCheck(Brought):
    """Applications to check, each against the standard that it names, or all against `standard`."""

    applications: Several
    standard: AddressField | None = None
    on: Day = None

    model_config = example({"applications": [APPLICATION]})


class ToRank(Brought):
    """Applications to rank against one standard."""

    standard: AddressField
    applications: Several
    on: Day = None

    model_config = example({"standard": "2320-0012", "applications": [APPLICATION]})


class ToAdvise(Brought):
    """A draft: what is written so far, by the id of a KSA or as essays for several."""

    standard: AddressField
    narratives: dict[str, str] = Field(default_factory=dict)
    essays: tuple[Essay, ...] = ()

    model_config = example({"standard": "2320-0012", "narratives": {"postal-products": WORDS}})


class ToEvaluate(Brought):
    """Cases to rate: a requirement (an address, or its words) and a text each.

    `label`, where there is one, is what people found: 2 demonstrated, 1 borderline, 0 not.
    """

    cases: Annotated[tuple[Case, ...], Field(min_length=1, max_length=CASES_AT_ONCE)]

    model_config = example({"cases": [CASE]})


class ToJudge(Brought):
    """Applications for a job: as many as the server takes, against one standard."""

    standard: AddressField
    applications: Annotated[tuple[Submitted, ...], Field(min_length=1)]

    model_config = example({"standard": "2320-0012", "applications": [APPLICATION]})


class Given(Record):
    """A member's rating of one KSA of one candidate, on the panel's scale; `note` says why."""

    candidate: str = Field(max_length=100)
    ksa: str = Field(max_length=200)
    value: str = Field(max_length=20, description="`2`, `1` or `0`; or `demonstrated`, `not-demonstrated`.")
    note: str = Field(default="", max_length=4_000)


class ToRate(Brought):
    """Ratings to record; with any that is refused none is taken."""

    ratings: Annotated[tuple[Given, ...], Field(min_length=1, max_length=1_000)]

    model_config = example(
        {"ratings": [{"candidate": "c-0001", "ksa": "postal-products", "value": "2", "note": "two cases"}]}
    )


class ToLock(Brought):
    """Candidates whose ratings are final; none: all before the panel."""

    candidates: tuple[Annotated[str, Field(max_length=100)], ...] = ()

    model_config = example({"candidates": ["c-0001"]})


# --- what an answer holds --------------------------------------------------------------------------------


class Quote(Record):
    """A sentence of the applicant's, word for word, and what was found in it.

    `start` and `end` are offsets in characters into the text that `source` names (`narrative:ID`, `essay:N`).
    """

    quote: str
    start: int
    end: int
    source: str
    relevance: int
    findings: tuple[str, ...]
    finders: tuple[str, ...]


class RatingShape(Record):
    """One KSA's rating: `score` is the probability that a panel finds it demonstrated; `steps` sum to
    `strength`; `rule` is what decided; `missing` says what a panel would miss."""

    ksa: str
    rating: RatingValue
    score: float = Field(ge=0, le=1)
    evidence: tuple[Quote, ...]
    against: tuple[Quote, ...]
    elsewhere: tuple[Quote, ...]
    missing: tuple[str, ...]
    elements: dict[str, bool]
    rule: str
    code: str
    because: str
    notices: tuple[str, ...]
    strength: int
    steps: tuple[Step, ...]
    facts: dict[str, int]


class Judged(Record):
    """One application, judged."""

    candidate: str
    outcome: OutcomeValue
    because: tuple[str, ...]
    gates: tuple[Gate, ...]
    ratings: tuple[RatingShape, ...]
    notices: tuple[str, ...]


class PlaceShape(Judged):
    """One applicant's line of the slate; equal applicants share a rank."""

    rank: int = Field(ge=1)


class HolderShape(Record):
    """One text that holds a shared passage: whose it is, and where it stands there."""

    candidate: str
    source: str


class SharedShape(Record):
    """A passage that several applicants have word for word; no rating depends on it."""

    quote: str
    words: int = Field(ge=1)
    held_by: tuple[HolderShape, ...]


class SlateShape(Record):
    """The applicants in order, as `screening rank --format json` writes them."""

    standard: str
    slate: tuple[PlaceShape, ...]
    shared: tuple[SharedShape, ...]
    versions: Versions

    model_config = example(
        {"standard": "2320-0012@2019-03-16", "slate": [{"candidate": "c-0001", "rank": 1, **JUDGED}],
         "shared": [], "versions": VERSIONS}
    )  # fmt: skip


class CheckedShape(Judged):
    """One application checked against the standard that it was judged by."""

    standard: str
    versions: Versions


class ChecklistsShape(Record):
    """The applications in the order of the request, as `screening check --format json` writes them."""

    applications: tuple[CheckedShape, ...]

    model_config = example(
        {"applications": [
            {"standard": "2320-0012@2019-03-16", "candidate": "c-0001", **JUDGED, "versions": VERSIONS}
        ]}
    )  # fmt: skip


class PredictionsShape(Record):
    """The engine's answer to each case, in the order of the request."""

    predictions: tuple[Prediction, ...]

    model_config = example(
        {"predictions": [{
            "id": "x1", "rating": "needs-review", "score": 0.691, "reasons": ["…"], "quotes": [WORDS],
        }]}
    )  # fmt: skip


class StandardLine(Record):
    """One version of a standard in the list."""

    address: str
    title: str
    grade: str | None
    status: Status
    ksas: int

    model_config = example(
        {"address": "2320-0012@2019-03-16", "title": "LEAD CUSTOMER CARE AGENT", "grade": "P7-08",
         "status": "in-force", "ksas": 13}
    )  # fmt: skip


JobState = Literal["waiting", "running", "done", "cancelled", "failed"]


class JobShape(Record):
    """A job: `judged` of `applications` are done. It is kept in memory until `kept_until`, or a restart."""

    id: str
    standard: str
    state: JobState
    applications: int
    judged: int
    begun_at: datetime
    ended_at: datetime | None
    kept_until: datetime | None
    problem: str = Field(description="Why it failed; empty while nothing is wrong.")
    note: str

    model_config = example(
        {"id": "4f9c2a7d10be", "standard": "2320-0012@2019-03-16", "state": "running", "applications": 200,
         "judged": 17, "begun_at": "2026-03-02T09:00:00Z", "ended_at": None, "kept_until": None,
         "problem": "", "note": "Kept in memory only: a restart of the server loses it."}
    )  # fmt: skip


class JobsShape(Record):
    """The jobs of whoever asks, the newest first."""

    jobs: tuple[JobShape, ...]


class PanelLine(Record):
    """One panel in the list."""

    panel: str
    standard: str
    state: Literal["open", "closed"]
    candidates: int
    members: tuple[str, ...]

    model_config = example(
        {"panel": "2320-0012-1", "standard": "2320-0012@2019-03-16", "state": "open", "candidates": 18,
         "members": ["m1", "m2", "m3"]}
    )  # fmt: skip


class PanelsShape(Record):
    """The panels that one may open."""

    panels: tuple[PanelLine, ...]


class EntriesShape(Record):
    """The numbers of the entries that the record gained; what repeats what stands adds none."""

    entries: tuple[int, ...]

    model_config = example({"entries": [41]})


class Verified(Record):
    """What `screening audit verify --format json` says; `head` is the record's end where it is intact."""

    intact: bool
    faults: tuple[Fault, ...]
    head: Head | None

    model_config = example({"intact": True, "faults": [], "head": {"entries": 120, "digest": "9c1e…"}})


class Problem(Record):
    """Why a request was refused (RFC 9457), in the four words of every refusal here."""

    type: str
    title: str
    status: int
    found: str = Field(description="What is the matter.")
    where: str = Field(description="Where: a field, a place in the request.")
    expected: str = Field(description="What would have been accepted.")
    do: str = Field(description="What to do next.")

    model_config = example(
        {"type": "about:blank", "title": "Unprocessable Content", "status": 422,
         "found": "2320-0012@2019-03-16 has no KSA 'courtesy'", "where": "applications.0 (c-0001)",
         "expected": "one of postal-products, public-courtesy, …",
         "do": "correct the id, or name the standard that has this KSA"}
    )  # fmt: skip
