"""A revision, applied to a run that was recorded: the same results as judging everything, for less work."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from batches import CODE, SETTINGS, applications, small_screener, standard, tree
from hypothesis import given as given_lists
from hypothesis import strategies as st

from screening.applications import Application, Essay, ExamResult, Text
from screening.batch import rescoring
from screening.batch.deciding import SignatureEngine
from screening.batch.ledger import InputMark
from screening.batch.opened import open_part
from screening.batch.parts import JudgedApplication, write_part
from screening.batch.places import Folder
from screening.batch.remembering import RememberingScreener
from screening.batch.rescoring import Rescored, basis_now, basis_of, plan_again, rescore
from screening.batch.running import plan_of
from screening.batch.runs import Run, begin, finish, open_run
from screening.batch.unchanged import sheet_of
from screening.batch.what_if import what_if
from screening.errors import ScreeningError
from screening.evidence import Evidence
from screening.ranking import rank
from screening.ranking.slate import mean_of
from screening.rescoring.adjusting import adjusted_basis
from screening.rescoring.carrying import carried, reasons_for
from screening.rescoring.impact import DIRECTIONS
from screening.rescoring.measuring import measure
from screening.rescoring.scope import Basis, differences, scope_of
from screening.rescoring.tables import RISING_OUTCOMES, Results, results_of
from screening.rescoring.thresholds import beyond_facts
from screening.results import Rating, Screened
from screening.rules import load_ruleset
from screening.rules.engine import RulesEngine
from screening.screener import Screener
from screening.settings import Settings
from screening.standards import Checklist, Ksa, KsaChecklist, Standard

SIZE, PART = 40, 15


def screener_of(
    document: Standard, checklist: Checklist | None = None, settings: Settings | None = None
) -> RememberingScreener:
    """The small screener on another version; each KSA that it had is read as before."""
    small = small_screener()
    entries = {
        ksa.id: small.checklist.ksas.get(ksa.id) or KsaChecklist(shown_by=(f"I did this: {ksa.text}",))
        for ksa in document.ksas
    }
    return RememberingScreener(
        Screener(
            document,
            checklist or Checklist(reads=document.address, ksas=entries),
            encoder=small.encoder,
            parser=small.parser,
            settings=settings or small.settings,
            elements=small.elements,
        ),
        small.encoder,
        small.parser,
        small.appraiser,
    )


def revised(*ksas: Ksa) -> Standard:
    """A later version of the small standard with these KSAs."""
    return standard().model_copy(update={"edition": "revised", "ksas": ksas})


def ksa(name: str, text: str | None = None) -> Ksa:
    """A KSA of the small standard, in other words if they are given."""
    old = next((k for k in standard().ksas if k.id == name), None)
    return Ksa(id=name, kind="ability", text=text or (old.text if old else name))


SORTING, EXPLAINING, TRAINING, RECORDS = map(ksa, ("sorting", "explaining", "training", "records"))
REVISIONS: dict[str, Standard] = {
    "one KSA in other words": revised(
        SORTING, ksa("explaining", "Ability to explain prices to visitors."), TRAINING, RECORDS
    ),
    "one KSA gone": revised(SORTING, EXPLAINING, RECORDS),
    "two KSAs merged": revised(
        ksa("sorting", f"{SORTING.text[:-1]}, and to train and instruct new employees in their work."),
        EXPLAINING, RECORDS,
    ),
    "one KSA added": revised(
        SORTING, EXPLAINING, TRAINING, RECORDS, ksa("driving", "Ability to drive a van in heavy snow.")
    ),
    "another order": revised(RECORDS, TRAINING, SORTING, EXPLAINING),
    "nothing": standard(),
}  # fmt: skip


STRONG = {
    "sorting": "I sorted 400 parcels by route each night in a sorting room in 2019. I sorted all of them.",
    "explaining": "I explained prices to 60 customers a day at the counter in 2017. I answered each, and"
    " I explained every service to whoever asked for it.",
    "training": "I trained nine new employees in their work in 2018. I wrote the plan, and all nine stayed.",
    "records": "I wrote the cash records and counted the drawer each day in 2016 without one error.",
}


@pytest.fixture(scope="module")
def given() -> list[Application]:
    """Applications of every shape, and as many that show most of what is asked for."""
    odd = applications(SIZE // 2, seed=3)
    return [*odd, *map(_good, range(SIZE - len(odd)))]


def _good(number: int) -> Application:
    """Shows everything, or all but one KSA, which is another one from applicant to applicant."""
    narratives = {k: "I like it." if n == number % 5 else text for n, (k, text) in enumerate(STRONG.items())}
    exams = (ExamResult(number=477, score=20.0 if number % 7 == 6 else 91.5),)
    return Application(candidate=f"g-{number:05d}", standard=CODE, narratives=narratives, exams=exams)


@pytest.fixture(scope="module")
def old_run(tmp_path_factory: pytest.TempPathFactory, given: list[Application]) -> Run:
    """A complete run of the small screener."""
    return run_of(given, Folder(tmp_path_factory.mktemp("run")))


def run_of(given: Sequence[Application], place: Folder) -> Run:
    """These applications judged by the small screener, in parts."""
    screener = screener_of(standard())
    plan = plan_of(screener, InputMark(kind="jsonl", name="x", sha256="0" * 64, units=len(given)), PART)
    begin(place, plan)
    judged = [JudgedApplication(n, f"x:{n}", one, screener.screen(one)) for n, one in enumerate(given)]
    seals = [
        write_part(place, plan, part, judged[part * PART : (part + 1) * PART], [])
        for part in range(plan.parts)
    ]
    finish(place, plan, seals)
    return open_run(place.url)


def without_hints(screened: Screened) -> Screened:
    """A result without what other texts would show, and notices: both are kept from the time of judging."""
    ratings = tuple(rating.model_copy(update={"elsewhere": ()}) for rating in screened.ratings)
    return screened.model_copy(update={"ratings": ratings, "notices": ()})


@pytest.mark.parametrize("name", REVISIONS)
def test_rescoring_gives_each_rating_that_judging_everything_anew_would_give(
    name: str, old_run: Run, given: list[Application], tmp_path: Path
) -> None:
    screener = screener_of(REVISIONS[name])
    done = rescore(old_run, screener, plan_again(old_run, screener), Folder(tmp_path))
    again, fresh = list(open_run(str(tmp_path)).judged()), screener_of(REVISIONS[name])
    assert [one.application.candidate for one in again] == [one.candidate for one in given]
    for one in again:
        assert without_hints(one.screened) == without_hints(fresh.screen(one.application))
    assert done.manifest is not None
    assert done.manifest.read == SIZE


@pytest.mark.parametrize("name", ["one KSA in other words", "nothing", "other indicators", "other numbers"])
def test_judging_by_columns_gives_the_files_and_the_impact_of_judging_row_by_row(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Applications whose narratives stand in the standard's order, with essays, blanks and copied words."""
    copied = application(**STRONG | {"sorting": f"I sorted. {EXPLAINING.text}"})
    plain = [*map(_in_order, applications(24, seed=5)), *map(_good, range(8)), copied]
    old = run_of(plain, Folder(tmp_path / "old"))
    looked, impacts = list[bool](), list[str]()
    for way in ("columns", "rows"):
        screener = screener_of(REVISIONS.get(name, standard()), *OTHERWISE.get(name, ()))
        with monkeypatch.context() as patch:
            patch.setattr(rescoring, "sheet_of", sheet_of if way == "columns" else lambda part, scope: None)
            plan = plan_again(old, screener)
            done = rescore(old, screener, plan, Folder(tmp_path / way))
            looked += [sheet_of(open_part(old.place, old.plan, 0), done.measured.scope) is not None]
            tried = rescore(old, screener, plan)
        both = (measure(one.measured, what_if=True, changed=()) for one in (done, tried))
        impacts += [impact.model_dump_json() for impact in both]
        assert done.measured.judged.any() == (name != "nothing")
    assert looked == [True, True]
    assert len(set(impacts)) == 1
    assert tree(tmp_path / "columns") == tree(tmp_path / "rows")


def _in_order(one: Application) -> Application:
    """The application with its narratives, and what its essays name, in the order of the standard."""
    ids = [ksa.id for ksa in standard().ksas]
    essays = tuple(
        Essay(ksas=e.ksas and tuple(k for k in ids if k in e.ksas), text=e.text) for e in one.essays
    )
    told = {k: one.narratives[k] for k in ids if k in one.narratives}
    return one.model_copy(update={"narratives": told, "essays": essays})


def _others() -> Checklist:
    entries = dict(small_screener().checklist.ksas)
    entries["records"] = KsaChecklist(shown_by=("I counted the cash at night.", "I wrote each sum down."))
    return Checklist(reads=standard().address, ksas=entries)


OTHERWISE: dict[str, tuple[Checklist | None, Settings | None]] = {
    "other indicators": (_others(), None),
    "other numbers": (None, SETTINGS.model_copy(update={"base": 300})),
}


# --- what is judged again, and what is not ---------------------------------------------------------------


class Counting(RememberingScreener):
    """Counts what it is asked to judge."""

    def __init__(self, other: RememberingScreener) -> None:
        super().__init__(other, other.encoder, other.parser, other.appraiser)
        self.judged: list[tuple[str, str]] = []

    def judge(self, application: Application, ksas: Sequence[str]) -> tuple[Rating, ...]:
        self.judged += [(application.candidate, one) for one in ksas]
        return super().judge(application, ksas)

    def rate(self, ksa_id: str, texts: Sequence[Text]) -> Rating:
        self.judged.append(("", ksa_id))
        return super().rate(ksa_id, texts)

    def shown(self, ksa_id: str, text: Text) -> tuple[Evidence, ...]:
        self.judged.append(("", ksa_id))
        return super().shown(ksa_id, text)


def bases(new: Standard) -> tuple[Basis, Basis]:
    return basis_now(screener_of(standard())), basis_now(screener_of(new))


def application(**written: str) -> Application:
    return Application(candidate="c-1", standard=CODE, narratives=written)


def test_a_version_that_changes_nothing_judges_nothing(old_run: Run) -> None:
    counting = Counting(screener_of(standard()))
    plan = plan_again(old_run, counting)
    counting.judged.clear()
    done = rescore(old_run, counting, plan)
    assert counting.judged == []
    assert not done.measured.judged.any()
    assert measure(done.measured, what_if=True, changed=()).moved == ()


def test_only_pairs_of_the_changed_ksa_are_judged_where_nothing_else_is_touched(
    old_run: Run, given: list[Application]
) -> None:
    """Besides them only essays, whose sentences KSAs compete for, and texts that copy what is reprinted."""
    name = "one KSA in other words"
    counting = Counting(screener_of(REVISIONS[name]))
    scope = scope_of(*bases(REVISIONS[name]))
    plan = plan_again(old_run, counting)
    counting.judged.clear()
    done = rescore(old_run, counting, plan)
    plain = {one.candidate for one in given if not any(e.text for e in one.essays)} | {""}
    assert {one.ksa for one in scope.ksas if one.reasons} == {"explaining"}
    assert {ksa for candidate, ksa in counting.judged if candidate in plain} == {"explaining"}
    judged = {one.ksa: int(done.measured.judged[:, n].sum()) for n, one in enumerate(scope.ksas)}
    assert judged["explaining"] == SIZE
    assert sum(judged.values()) == SIZE + sum(ksa != "explaining" for _, ksa in counting.judged)


@pytest.mark.parametrize(("written", "essay", "reasons"), [
    ({"sorting": "I sorted 400 parcels by route."}, None, ()),
    ({"sorting": "Ability to EXPLAIN products,\nservices and prices to all."}, None, ("copied",)),
    ({"sorting": "Sorted."}, Essay(ksas=None, text="I sorted parcels."), ("rival",)),
    ({"sorting": "Sorted."}, Essay(ksas=("records",), text="I counted."), ()),
    ({}, None, ()),
])  # fmt: skip
def test_a_pair_of_an_unchanged_ksa_is_judged_again_only_for_a_reason_of_its_own(
    written: dict[str, str], essay: Essay | None, reasons: tuple[str, ...]
) -> None:
    scope = scope_of(*bases(REVISIONS["one KSA in other words"]))
    one = application(**written).model_copy(update={"essays": (essay,) if essay else ()})
    assert reasons_for(carried(one, scope), scope)["sorting"] == reasons


@pytest.mark.parametrize(("name", "ksa_id", "reasons"), [
    ("one KSA in other words", "explaining", ("wording",)),
    ("two KSAs merged", "sorting", ("wording", "narrative")),
    ("one KSA added", "driving", ("new",)),
    ("one KSA gone", "sorting", ()),
    ("another order", "sorting", ()),
])  # fmt: skip
def test_each_ksa_says_why_it_is_judged_again(name: str, ksa_id: str, reasons: tuple[str, ...]) -> None:
    scope = scope_of(*bases(REVISIONS[name]))
    assert next(one.reasons for one in scope.ksas if one.ksa == ksa_id) == reasons


@pytest.mark.parametrize("part", ["engine", "model", "parser", "settings", "ruleset"])
def test_another_version_of_what_judges_every_pair_has_every_pair_judged_again(part: str) -> None:
    old, _ = bases(standard())
    new = Basis(
        old.document, old.checklist, old.versions.model_copy(update={part: "evidence.v9"}), old.settings
    )
    assert [one.reasons for one in scope_of(old, new).ksas] == [(part,)] * 4


def test_a_changed_checklist_entry_has_its_ksa_judged_again() -> None:
    old, _ = bases(standard())
    entries = {**old.checklist.ksas, "records": KsaChecklist(shown_by=("I kept the books.",))}
    new = Basis(old.document, old.checklist.model_copy(update={"ksas": entries}), old.versions, old.settings)
    found = {one.ksa: one.reasons for one in scope_of(old, new).ksas}
    assert found == {"sorting": (), "explaining": (), "training": (), "records": ("checklist",)}


# --- the application to the new version ------------------------------------------------------------------


def test_merged_narratives_stand_together_and_what_nobody_asks_for_is_kept_for_none() -> None:
    gone = scope_of(*bases(REVISIONS["one KSA gone"]))
    one = carried(application(sorting="S.", training="T.", records="R."), gone)
    assert one.narratives == {"sorting": "S.", "records": "R."}
    assert one.essays == (Essay(ksas=(), text="T."),)
    merged = scope_of(*bases(REVISIONS["two KSAs merged"]))
    both = carried(application(sorting="S.", training="T."), merged)
    assert both.narratives == {"sorting": "S.\n\nT."}
    assert both.standard == REVISIONS["two KSAs merged"].address


def test_no_word_of_an_applicant_is_lost_or_added(given: list[Application]) -> None:
    for new in REVISIONS.values():
        scope = scope_of(*bases(new))
        for one in given:
            then = carried(one, scope)
            words = [" ".join(texts(a)).split() for a in (one, then)]
            assert sorted(words[0]) == sorted(words[1])


def texts(one: Application) -> list[str]:
    return [*one.narratives.values(), *(essay.text for essay in one.essays)]


# --- what is told of it ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gone(old_run: Run) -> Rescored:
    """The run judged by the version that asks for one KSA less."""
    screener = screener_of(REVISIONS["one KSA gone"])
    return rescore(old_run, screener, plan_again(old_run, screener))


def test_arrays_say_what_outcomes_and_slate_say(old_run: Run) -> None:
    screened = [one.screened for one in old_run.judged()]
    held = results_of(screened, [k.id for k in standard().ksas])
    assert [RISING_OUTCOMES[level] for level in held.outcomes] == [one.outcome for one in screened]
    slate = rank(screened, old_run.plan.standard, old_run.plan.versions)
    ranks = {place.screened.candidate: place.rank for place in slate.places}
    assert dict(zip(held.candidates, held.ranks.tolist(), strict=True)) == ranks


@given_lists(st.lists(st.lists(st.integers(0, 1000), min_size=3, max_size=3), min_size=1, max_size=8))
def test_the_mean_that_settles_ties_is_rounded_as_the_slate_rounds_it(rows: list[list[int]]) -> None:
    same = np.ones((len(rows), 3), dtype=np.int8)
    held = Results(("a", "b", "c"), [str(i) for i in range(len(rows))], same, np.array(rows), same[:, 0])
    means = [mean_of([Fraction(score, 1000) for score in row]) for row in rows]
    expected = [1 + sum(other > mean for other in means) for mean in means]
    assert held.ranks.tolist() == expected


def test_the_impact_adds_up(gone: Rescored) -> None:
    impact = measure(gone.measured, what_if=True, changed=())
    before, after = gone.measured.before.outcomes, gone.measured.after.outcomes
    assert sum(map(sum, impact.matrix)) == impact.applicants == SIZE
    assert len(impact.moved) == int((before != after).sum()) > 0
    assert sum(len(impact.towards(d)) for d in DIRECTIONS) == len(impact.moved)
    assert impact.judged + impact.carried == impact.pairs == SIZE * 3
    for one in impact.ksas:
        if one.before is not None:
            assert sum(one.before) == SIZE


def test_who_newly_qualifies_does_so_by_a_ksa_that_stood_in_the_way(gone: Rescored) -> None:
    impact = measure(gone.measured, what_if=True, changed=())
    assert impact.towards("newly-qualified")
    for one in impact.towards("newly-qualified"):
        assert "training" in [cause.ksa for cause in one.causes]
        (cause,) = (cause for cause in one.causes if cause.ksa == "training")
        assert cause.after is None
        assert cause.before[0].rating != "demonstrated"


def test_every_move_has_a_cause_and_every_quote_is_the_applicants(
    old_run: Run, given: list[Application]
) -> None:
    screener = screener_of(REVISIONS["two KSAs merged"])
    done = rescore(old_run, screener, plan_again(old_run, screener))
    impact = measure(done.measured, what_if=True, changed=())
    words = {one.candidate: " ".join(texts(one)) for one in given}
    quotes = [
        (one.candidate, quote.words)
        for one in impact.moved
        for cause in one.causes
        for judgement in (*cause.before, *([cause.after] if cause.after else []))
        for quote in judgement.quotes
    ]
    assert quotes
    assert all(one.causes for one in impact.moved)
    assert all(words_ in words[candidate] for candidate, words_ in quotes)


def test_a_ksa_that_is_new_is_owed_by_all_and_who_fails_by_it_alone_waits(old_run: Run) -> None:
    screener = screener_of(REVISIONS["one KSA added"])
    impact = measure(
        rescore(old_run, screener, plan_again(old_run, screener)).measured, what_if=True, changed=()
    )
    assert [one.ksa for one in impact.narratives] == ["driving"]
    assert len(impact.narratives[0].candidates) == SIZE
    assert impact.towards("awaits-narrative")
    for one in impact.towards("awaits-narrative"):
        assert one.owed == ("driving",)
        assert [c.ksa for c in one.causes if c.after and c.after.rating == "not-demonstrated"] == ["driving"]


# --- other numbers ---------------------------------------------------------------------------------------


def engine(name: str) -> RulesEngine:
    return SignatureEngine(load_ruleset(name))


def numbers_of(run: Run, *sets: str) -> tuple[Basis, Basis]:
    old = basis_of(run.plan)
    return old, adjusted_basis(old, sets)


@pytest.mark.parametrize("sets", [
    ("bands.demonstrated=-500",), ("bands.demonstrated=4000", "bands.review=2500"), ("gates.standing=900",),
    ("base=700",), ("weights.own_acts.points=900",), ("appraisal=100",), ("exams.pass_mark=95",),
    ("explaining.demonstrated=9000",), ("records.review=-9000", "sorting.standing=-5000"),
])  # fmt: skip
def test_stored_facts_decide_what_judging_every_word_again_would(
    sets: tuple[str, ...], old_run: Run, given: list[Application]
) -> None:
    old, new = numbers_of(old_run, *sets)
    assert beyond_facts(old, new) == ()
    measured = what_if(old_run, new, old, engine)
    screener = screener_of(standard(), new.checklist, new.settings)
    truth = results_of([screener.screen(one) for one in given], measured.after.ksas)
    assert (measured.after.ratings == truth.ratings).all()
    assert (measured.after.scores == truth.scores).all()
    assert (measured.after.gates == truth.gates).all()
    assert measured.after.ranks.tolist() == truth.ranks.tolist()


@pytest.mark.parametrize("sets", [("gates.narrative=900",), ("gates.lead=0",), ("records.relevance=500",),
                                  ("unappraised=0",), ("gates.element=900",)])  # fmt: skip
def test_what_only_the_words_can_tell_is_not_told_from_facts(sets: tuple[str, ...], old_run: Run) -> None:
    assert beyond_facts(*numbers_of(old_run, *sets))


@pytest.mark.parametrize("given_set", [
    "bands.demonstrated", "bands=1", "bands.demonstrated=much", "bands.nothing=1", "credit_elsewhere=1",
    "telling=3", "explaining.mood=1", "explaining.review=1.5", "bands.review=0.5", "weights.own_acts=3",
])  # fmt: skip
def test_what_is_no_number_of_record_is_refused(given_set: str, old_run: Run) -> None:
    with pytest.raises(ScreeningError, match="--set"):
        numbers_of(old_run, given_set)


def test_the_differing_numbers_are_told(old_run: Run) -> None:
    told = differences(*numbers_of(old_run, "bands.review=-1500", "records.demonstrated=2000"))
    assert told == ("bands.review: -1,000 → -1,500", "records: demonstrated: not set → 2,000")
