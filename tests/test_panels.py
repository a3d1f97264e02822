"""The panel's rules: who may do what when, what stays hidden, what counts; nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seated import ADDRESS, KSAS, TRIO, Table, admission

from screening.errors import PanelError
from screening.panels import (
    Mark,
    Member,
    PanelSettings,
    add_applications,
    close,
    decide,
    disagreements,
    final_of,
    join,
    leave,
    lock,
    open_panel,
    override,
    rate,
    recuse,
    visible_to,
)
from screening.panels.closing import unfinished
from screening.panels.consensus import decisions_for
from screening.panels.convening import category_from, member_from
from screening.panels.kinds import Opened
from screening.panels.slating import slate_of
from screening.panels.telling import document_of
from screening.ranking.terms import Terms
from screening.records import head_of, verify

FIRST, SECOND = KSAS
PAIR = ("c-1", FIRST)
OPENED = Opened(panel="p-2", standard=ADDRESS, ksas=KSAS, settings=PanelSettings(), members=TRIO)


def give(table: Table, who: str, values: str, candidate: str = "c-1", locked: bool = True) -> None:
    """A member's ratings of a candidate, one character a KSA, and their lock."""
    marks = [Mark(candidate=candidate, ksa=k, value=v) for k, v in zip(KSAS, values, strict=True)]
    table.take(rate(table.panel, table.hand(who), marks))
    if locked:
        table.take(lock(table.panel, table.hand(who), [candidate]))


def finish(table: Table) -> None:
    """Everything rated alike and locked."""
    for candidate in table.panel.candidates:
        for rater in table.panel.raters(candidate):
            give(table, rater, "22", candidate)


# --- opening ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("members", "found"), [
    (["m1:chair", "m2:member"], "2 members"),
    (["m1:member", "m2:member", "m3:member"], "0 chairs"),
    (["m1:chair", "m2:chair", "m3:member"], "2 chairs"),
    (["m1:chair", "m1:member", "m3:member"], "named twice"),
    (["m1:chair", "m2:hr", "m3:hr"], "1 of the members rate"),
])  # fmt: skip
def test_a_panel_has_three_members_one_chair_and_two_who_rate(members: list[str], found: str) -> None:
    seats = [text.split(":") for text in members]
    seated = tuple(Member.model_validate({"id": i, "role": r, "rates": r != "hr"}) for i, r in seats)
    with pytest.raises(PanelError, match=found):
        open_panel({}, Table().hand("m1"), OPENED.model_copy(update={"members": seated}), [])


@pytest.mark.parametrize(("told", "rates"), [
    (("m1", "chair"), True), (("m2", "member", ""), True), (("m3", "hr"), False),
    (("m3", "hr", "rates"), True), (("m1", "chair", "decides"), False),
])  # fmt: skip
def test_a_member_rates_as_the_role_has_it_unless_it_is_told_otherwise(
    told: tuple[str, ...], rates: bool
) -> None:
    assert member_from(*told).rates is rates


@pytest.mark.parametrize("told", [("<b>", "chair"), ("m1", "boss"), ("m1", "chair", "sleeps"), ("", "hr")])
def test_what_names_no_member_is_refused(told: tuple[str, ...]) -> None:
    with pytest.raises(PanelError, match="is no member"):
        member_from(*told)


def test_a_category_is_read_with_blanks_or_without_and_anything_else_is_refused() -> None:
    assert category_from("95: best: shows all") == category_from("95:best:shows all")
    for line in ("best", "95:best", "95::all", "many:best:all", "60:best:all"):
        with pytest.raises(PanelError, match="is no category"):
            category_from(line)


def test_settings_are_refused_to_change_after_opening_and_the_error_names_them() -> None:
    table = Table()
    again = OPENED.model_copy(
        update={
            "panel": "p-1",
            "settings": PanelSettings(blind=False, ranking=Terms(rule="senior-qualified")),
        }
    )
    with pytest.raises(PanelError, match="blind, ranking would change"):
        open_panel({"p-1": table.panel}, table.hand("m1"), again, [])


def test_sme_qa_asks_for_two_raters_on_three_levels() -> None:
    ranking = Terms(rule="sme-qa")
    everybody = tuple(member.model_copy(update={"rates": True}) for member in TRIO)
    opened = OPENED.model_copy(update={"settings": PanelSettings(ranking=ranking), "members": everybody})
    with pytest.raises(PanelError, match="3 raters"):
        open_panel({}, Table().hand("m1"), opened, [])
    assert open_panel({}, Table().hand("m1"), opened.model_copy(update={"members": TRIO}), [])


def test_by_sme_qa_a_substitute_locks_nobody_whom_two_rate_already_so_that_points_can_be_made() -> None:
    """m4 joins for c-2, for whom m2 is recused: of c-1 a third rating would leave no points to make."""
    table = Table(settings=PanelSettings(ranking=Terms(rule="sme-qa")))
    table.take(recuse(table.panel, table.hand("m2"), "m2", ["c-2"]))
    table.take(join(table.panel, table.hand("m1"), Member(id="m4", role="member")))
    for candidate in ("c-1", "c-2"):
        give(table, "m4", "21", candidate, locked=False)
    told = "m1, m2, m4 rate c-1, and by sme-qa only two may: recuse one of m1, m2, m4"
    assert unfinished(table.panel) == (told, "m1, m4 did not lock c-2")
    with pytest.raises(PanelError, match="m1, m2, m4 rate c-1, and points by sme-qa"):
        lock(table.panel, table.hand("m4"))
    with pytest.raises(PanelError, match="recuse p-1 MEMBER c-1"):
        give(table, "m1", "22", "c-1")
    table.take(recuse(table.panel, table.hand("m4"), "m4", ["c-1"], "two others rate them"))
    for member, candidate in (("m1", "c-1"), ("m2", "c-1"), ("m1", "c-2"), ("m4", "c-2")):
        give(table, member, "22", candidate)
    table.take(close(table.panel, table.hand("m1")))
    points = {
        one.candidate: one.points for one in slate_of(table.panel, head_of(table.entries)).ranking.standings
    }
    assert points == {"c-1": 100, "c-2": 100}


def test_what_is_not_rated_is_told_in_few_words_however_many_candidates_there_are() -> None:
    table = Table(candidates=tuple(f"c-{number}" for number in range(1, 21)))
    table.take(rate(table.panel, table.hand("m1"), [Mark(candidate="c-1", ksa=FIRST, value="2")]))
    with pytest.raises(PanelError) as refused:
        lock(table.panel, table.hand("m1"))
    told = refused.value.found
    assert f"c-1: {SECOND}; c-2: any of 2 KSAs; " in told
    assert told.endswith("c-5: any of 2 KSAs; and 15 more")


def test_a_candidate_comes_before_a_panel_once() -> None:
    table = Table()
    with pytest.raises(PanelError, match="already"):
        add_applications(table.panel, table.hand("m1"), [admission("c-3"), admission("c-1")])
    table.take(add_applications(table.panel, table.hand("m1"), [admission("c-3")]))
    assert table.panel.candidates == ("c-1", "c-2", "c-3")


def test_no_word_of_an_applicant_nor_of_a_member_about_one_is_in_any_entry() -> None:
    table = Table()
    marks = [Mark(candidate="c-1", ksa=k, value="0", note="wrote secret-note") for k in KSAS]
    table.take(rate(table.panel, table.hand("m1"), marks))
    table.take(recuse(table.panel, table.hand("m2"), "m2", ["c-2"], "a secret-cousin"))
    assert not [entry for entry in table.entries if "secret" in entry.content]
    assert set(table.panel.engine["c-1"].papers) == {"screened"}
    assert table.entries[-1].papers.keys() == {"reason"}


# --- rating and locking ----------------------------------------------------------------------------------


def test_a_rating_given_again_supersedes_and_both_stay_in_the_record() -> None:
    table = Table()
    give(table, "m1", "20", locked=False)
    give(table, "m1", "10", locked=False)
    assert table.panel.ratings[(*PAIR, "m1")].body.level == 1
    assert [e.body["value"] for e in table.entries if e.kind == "rated"] == ["2", "0", "1"]


def test_a_sheet_read_twice_adds_nothing_not_even_its_notes() -> None:
    table = Table()
    marks = [Mark(candidate="c-1", ksa=k, value="2", note="clear") for k in KSAS]
    table.take(rate(table.panel, table.hand("m1"), marks))
    notes = {table.panel.ratings[("c-1", k, "m1")].body.papers["note"]: "clear" for k in KSAS}
    assert rate(table.panel, table.hand("m1"), marks, notes) == []
    other = [mark.model_copy(update={"note": "clearer"}) for mark in marks]
    assert len(rate(table.panel, table.hand("m1"), other, notes)) == 2


def test_of_many_ratings_all_are_taken_or_none_and_every_refusal_names_its_place() -> None:
    table = Table()
    marks = [
        Mark(candidate="c-1", ksa=FIRST, value="2", where="B2"),
        Mark(candidate="c-1", ksa=FIRST, value="1", where="B3"),
        Mark(candidate="c-9", ksa=FIRST, value="2", where="B4"),
        Mark(candidate="c-2", ksa="typing", value="2", where="B5"),
        Mark(candidate="c-2", ksa=FIRST, value="3", where="B6"),
    ]
    with pytest.raises(PanelError, match="4 refused; nothing was recorded") as caught:
        rate(table.panel, table.hand("m1"), marks)
    assert [place for place in ("B2", "B3", "B4", "B5", "B6") if place in str(caught.value)] == [
        "B3", "B4", "B5", "B6",
    ]  # fmt: skip


def test_a_half_rated_candidate_is_not_locked() -> None:
    table = Table()
    table.take(rate(table.panel, table.hand("m1"), [Mark(candidate="c-1", ksa=FIRST, value="2")]))
    with pytest.raises(PanelError, match=f"c-1: {SECOND}"):
        lock(table.panel, table.hand("m1"), ["c-1"])


REFUSED: list[tuple[str, Callable[[Table], object], str]] = [
    ("a stranger rates", lambda t: rate(t.panel, t.hand("x"), [Mark(candidate="c-1", ksa=FIRST, value="2")]),
     "no member"),
    ("who does not rate rates", lambda t: give(t, "m3", "22"), "does not rate"),
    ("a locked rating is changed", lambda t: give(t, "m1", "00"), "has locked"),
    ("a recused member rates", lambda t: give(t, "m2", "00", "c-2"), "recused"),
    ("a member decides what is agreed", lambda t: decide(t.panel, t.hand("m3"), PAIR, "2"), "raters agree"),
    ("a member decides what is not locked",
     lambda t: decide(t.panel, t.hand("m3"), ("c-2", FIRST), "2"), "did not lock"),
    ("a member recuses another", lambda t: recuse(t.panel, t.hand("m2"), "m1", ["c-1"]), "recuses"),
    ("a member adds a member", lambda t: join(t.panel, t.hand("m2"), Member(id="m9", role="member")),
     "without office"),
    ("the panel falls below three", lambda t: leave(t.panel, t.hand("m1"), "m2"), "2 members"),
    ("an incomplete panel is closed", lambda t: close(t.panel, t.hand("m1")), "c-2 has 1"),
    ("a member closes", lambda t: close(t.panel, t.hand("m2")), "may not close"),
    ("an override on what the panel agrees on",
     lambda t: override(t.panel, t.hand("m1"), PAIR, "0", "other", "r"), "own consensus"),
    ("an override before one's own lock",
     lambda t: override(t.panel, t.hand("m1"), ("c-2", FIRST), "0", "other", "r"), "did not lock"),
    ("an override without a reason",
     lambda t: override(t.panel, t.hand("m3"), ("c-2", FIRST), "0", "other", "  "), "no reason"),
    ("an override that says what the engine says",
     lambda t: override(t.panel, t.hand("m3"), ("c-2", FIRST), "2", "other", "r"), "says demonstrated"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("act", "found"), [(a, f) for _, a, f in REFUSED], ids=[name for name, _, _ in REFUSED]
)
def test_the_panels_rules_refuse(act: Callable[[Table], object], found: str) -> None:
    """On a table where both raters have locked c-1 alike, and m2 is recused for c-2."""
    table = Table()
    give(table, "m1", "22")
    give(table, "m2", "22")
    table.take(recuse(table.panel, table.hand("m2"), "m2", ["c-2"]))
    before = len(table.entries)
    with pytest.raises(PanelError, match=found):
        act(table)
    assert len(table.entries) == before


# --- what is hidden --------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["m1", "m2"]), st.sampled_from(["c-1", "c-2"]), st.booleans()), max_size=8
    )
)
def test_nobody_sees_a_rating_of_another_before_both_have_locked(steps: list[tuple[str, str, bool]]) -> None:
    """In whatever order members rate and lock; who does not rate sees what all raters have locked."""
    table = Table()
    for who, candidate, locked in steps:
        if (who, candidate) not in table.panel.locks:
            give(table, who, "20", candidate, locked)
    panel = table.panel
    for reader in ("m1", "m2", "m3", "stranger", None):
        for event in visible_to(panel, reader).ratings:
            rater, candidate = event.entry.who, event.body.candidate
            both = {(rater, candidate), (reader, candidate)} <= panel.locks
            assert reader == rater or both or (reader == "m3" and panel.settled(candidate))
    assert visible_to(panel, "stranger").ratings == ()
    told = document_of(panel, "m2")["ratings"]
    assert all(one["member"] == "m2" or ("m2", one["candidate"]) in panel.locks for one in told)


@pytest.mark.parametrize(("when", "at_first"), [("before", {"c-1", "c-2"}), ("after", set())])
def test_the_engines_evidence_shows_when_the_panel_has_chosen(when: str, at_first: set[str]) -> None:
    table = Table(settings=PanelSettings.model_validate({"evidence": when}))
    assert visible_to(table.panel, "m1").engine == at_first
    give(table, "m1", "22")
    assert visible_to(table.panel, "m1").engine == at_first | {"c-1"}


def test_who_is_recused_sees_nothing_of_the_candidate_and_counts_no_more() -> None:
    table = Table()
    give(table, "m1", "22")
    give(table, "m2", "00")
    table.take(recuse(table.panel, table.hand("m2"), "m2", ["c-1"]))
    assert visible_to(table.panel, "m2").ratings == ()
    assert table.panel.raters("c-1") == ("m1",)
    assert disagreements(table.panel) == ()
    assert final_of(table.panel, PAIR).how == "engine"


# --- what counts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other", "differ_on", "differs"), [
    ("2", "2", "met", False), ("1", "2", "met", False), ("0", "1", "met", True), ("0", "2", "met", True),
    ("1", "2", "level", True), ("1", "1", "level", False), ("0", "1", "level", True),
])  # fmt: skip
def test_a_disagreement_is_what_the_panel_fixed(one: str, other: str, differ_on: str, differs: bool) -> None:
    table = Table(settings=PanelSettings.model_validate({"differ_on": differ_on}))
    give(table, "m1", one + "2")
    give(table, "m2", other + "2")
    assert [(d.candidate, d.ksa) for d in disagreements(table.panel)] == ([PAIR] if differs else [])
    expected = "engine" if differs else "agreed"
    assert final_of(table.panel, PAIR).how == expected


def test_a_third_decides_and_a_consensus_may_follow_the_last_decision_counts() -> None:
    table = Table()
    give(table, "m1", "22")
    give(table, "m2", "02")
    with pytest.raises(PanelError, match="has rated"):
        decide(table.panel, table.hand("m2"), PAIR, "0")
    table.take(decide(table.panel, table.hand("m3"), PAIR, "0"))
    final = final_of(table.panel, PAIR)
    assert (final.rating, final.how, final.levels) == ("not-demonstrated", "tie-break", (2, 0, 0))
    table.take(decide(table.panel, table.hand("m1"), PAIR, "1", "consensus"))
    final = final_of(table.panel, PAIR)
    assert (final.rating, final.how, final.levels) == ("demonstrated", "consensus", (1, 1))
    assert sum(entry.kind == "disagreement-decided" for entry in table.entries) == 2


def test_an_override_counts_before_the_engine_and_a_consensus_before_both() -> None:
    table = Table()
    table.take(override(table.panel, table.hand("m3"), PAIR, "0", "insufficiently-demonstrated", "says we"))
    assert (final_of(table.panel, PAIR).how, final_of(table.panel, PAIR).rating) == (
        "override", "not-demonstrated",
    )  # fmt: skip
    assert table.entries[-1].why == "insufficiently-demonstrated"
    assert decisions_for(table.panel, "c-1")[FIRST].rating == "not-demonstrated"
    give(table, "m1", "22")
    give(table, "m2", "22")
    assert (final_of(table.panel, PAIR).how, final_of(table.panel, PAIR).rating) == ("agreed", "demonstrated")
    assert set(decisions_for(table.panel, "c-2")) == set()


def test_locked_ratings_of_a_member_who_left_stand() -> None:
    table = Table(members=(*TRIO, Member(id="m4", role="member")))
    for rater in ("m1", "m2", "m4"):
        give(table, rater, "22")
    table.take(leave(table.panel, table.hand("m1"), "m4"))
    assert table.panel.raters("c-1") == ("m1", "m2", "m4")
    assert table.panel.raters("c-2") == ("m1", "m2")
    with pytest.raises(PanelError, match="is or was"):
        join(table.panel, table.hand("m1"), Member(id="m4", role="member"))


def test_a_panel_of_many_is_not_closed_early_and_says_in_a_few_lines_what_is_open() -> None:
    table = Table(candidates=[f"c-{n}" for n in range(40)])
    with pytest.raises(PanelError, match="did not lock c-7; and 32 more") as refused:
        close(table.panel, table.hand("m1"))
    assert "`screening panel show p-1`" in refused.value.do
    with pytest.raises(PanelError, match="'m2' may not close") as barred:
        close(table.panel, table.hand("m2"))
    assert "m1" in barred.value.do


def test_a_closed_panel_has_its_consensus_in_the_record_and_takes_nothing_more() -> None:
    table = Table()
    finish(table)
    table.take(close(table.panel, table.hand("m1")))
    closed = table.panel.closing
    assert closed is not None
    assert {v.rating for of in closed.consensus.values() for v in of.values()} == {"demonstrated"}
    acts: Sequence[Callable[[], object]] = [
        lambda: give(table, "m1", "00"),
        lambda: lock(table.panel, table.hand("m1")),
        lambda: decide(table.panel, table.hand("m3"), PAIR, "0"),
        lambda: override(table.panel, table.hand("m3"), PAIR, "0", "other", "r"),
        lambda: recuse(table.panel, table.hand("m1"), "m1", ["c-1"]),
        lambda: join(table.panel, table.hand("m1"), Member(id="m9", role="member")),
        lambda: add_applications(table.panel, table.hand("m1"), [admission("c-9")]),
        lambda: close(table.panel, table.hand("m1")),
    ]
    for act in acts:
        with pytest.raises(PanelError, match="is closed"):
            act()
    assert len(visible_to(table.panel, None).ratings) == 8
    assert verify(table.entries) == ()
