"""The chain: whatever is done to one entry, or to the order or the end of them, verification finds it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import RecordError
from screening.records import (
    ERASED,
    Draft,
    Entry,
    Head,
    Paper,
    Sealed,
    check,
    entry_after,
    head_of,
    read_entry,
    seal,
    seal_of,
    sha256,
    verify,
    verify_papers,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
QUICK = settings(max_examples=40, deadline=None)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
BODIES = st.dictionaries(st.text(min_size=1), JSON, max_size=3)


def chain_of(bodies: Sequence[dict[str, object]]) -> tuple[Entry, ...]:
    """A chain with these bodies, a minute apart."""
    entries: list[Entry] = []
    for number, body in enumerate(bodies):
        draft = Draft(who="m1", at=NOON + timedelta(minutes=number), kind="rated", body=body)
        entries.append(entry_after(head_of(entries), draft))
    return tuple(entries)


CHAINS = st.lists(BODIES, min_size=2, max_size=7).map(chain_of)
CHAIN = chain_of([{"n": number} for number in range(6)])


@QUICK
@given(CHAINS)
def test_a_chain_as_it_was_written_has_no_fault(chain: tuple[Entry, ...]) -> None:
    assert verify(chain, head_of(chain), head_of(chain)) == ()
    assert verify(chain, head_of(chain), head_of(chain[:1])) == ()


@QUICK
@given(CHAINS)
def test_an_entry_reads_back_from_its_content_to_the_same_bytes(chain: tuple[Entry, ...]) -> None:
    for entry in chain:
        assert read_entry(entry.content, entry.digest) == entry
        assert sha256(entry.content) == entry.digest


CHANGES: dict[str, object] = {
    "who": "m2", "kind": "locked", "why": "because", "body": {"n": 99}, "at": NOON - timedelta(seconds=1),
    "previous": "f" * 64, "digest": "e" * 64, "number": 17,
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGES)
@pytest.mark.parametrize("place", range(len(CHAIN)))
def test_any_single_field_changed_is_found(place: int, field: str) -> None:
    changed = CHAIN[place].model_copy(update={field: CHANGES[field]})
    assert verify([*CHAIN[:place], changed, *CHAIN[place + 1 :]], head_of(CHAIN))


@pytest.mark.parametrize("place", range(len(CHAIN)))
def test_an_entry_changed_and_hashed_again_is_found_by_the_one_after_or_by_the_mark(place: int) -> None:
    forged = CHAIN[place].model_copy(update={"body": {"n": 99}})
    forged = forged.model_copy(update={"digest": sha256(forged.content)})
    (fault,) = verify([*CHAIN[:place], forged, *CHAIN[place + 1 :]], head_of(CHAIN))
    assert (fault.kind, fault.number) == ("changed", place + 1)


@QUICK
@given(CHAINS, st.data())
def test_any_entry_that_is_dropped_is_found_by_its_number(
    chain: tuple[Entry, ...], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    faults = verify(chain[:place] + chain[place + 1 :], head_of(chain))
    kinds = {(fault.kind, fault.number) for fault in faults}
    assert kinds == {("truncated" if place == len(chain) - 1 else "missing", place + 1)}


@QUICK
@given(CHAINS, st.data())
def test_any_two_entries_swapped_are_found_as_re_ordered(
    chain: tuple[Entry, ...], data: st.DataObject
) -> None:
    one, other = sorted(data.draw(st.sets(st.integers(0, len(chain) - 1), min_size=2, max_size=2)))
    swapped = list(chain)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert "re-ordered" in {fault.kind for fault in verify(swapped, head_of(chain))}
    renumbered = [entry.model_copy(update={"number": n}) for n, entry in enumerate(swapped, start=1)]
    found = {(f.kind, f.number) for f in verify(renumbered, head_of(chain))}
    assert {("re-ordered", one + 1), ("re-ordered", other + 1)} <= found


@QUICK
@given(CHAINS, st.data())
def test_any_cut_at_the_end_is_found_by_the_mark(chain: tuple[Entry, ...], data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, len(chain) - 1))
    (fault,) = verify(chain[:kept], head_of(chain))
    assert (fault.kind, fault.number) == ("truncated", kept + 1)


def test_an_entry_that_stands_twice_is_found() -> None:
    assert "added" in {f.kind for f in verify([*CHAIN[:3], CHAIN[2], *CHAIN[3:]], head_of(CHAIN))}


def test_entries_added_past_the_mark_are_found() -> None:
    (fault,) = verify(CHAIN, head_of(CHAIN[:4]))
    assert (fault.kind, fault.number) == ("added", 5)


def test_a_chain_rewritten_whole_is_found_only_by_the_head_that_was_kept_elsewhere() -> None:
    """Its own mark agrees with it, which is why the head has to be exported."""
    rewritten = chain_of([{"n": number + 100} for number in range(6)])
    assert verify(rewritten, head_of(rewritten)) == ()
    (fault,) = verify(rewritten, head_of(rewritten), head_of(CHAIN[:4]))
    assert (fault.kind, fault.number) == ("rewritten", 4)


def test_a_chain_cut_off_with_its_mark_is_found_by_the_exported_head() -> None:
    (fault,) = verify(CHAIN[:2], head_of(CHAIN[:2]), head_of(CHAIN[:5]))
    assert (fault.kind, fault.number) == ("truncated", 3)


def test_an_empty_record_is_whole_and_one_that_was_emptied_is_not() -> None:
    assert verify((), Head(entries=0, digest="0" * 64)) == ()
    assert [fault.kind for fault in verify((), head_of(CHAIN))] == ["truncated"]


def test_a_broken_record_is_refused_with_its_first_fault() -> None:
    with pytest.raises(RecordError, match="entry 3 is missing"):
        check([*CHAIN[:2], *CHAIN[3:]])


@pytest.mark.parametrize("alter", [
    lambda text: text.replace(":", ": ", 1),
    lambda text: text.replace('"n":2', '"n":2,"n":2'),
    lambda text: text.replace('"n":2', '"n":1e999'),
    lambda text: text.replace('"n":2', '"n":NaN'),
    lambda text: text.replace('"number":3', '"number":"3"'),
    lambda text: text[:-1],
    lambda text: "[]",
])  # fmt: skip
def test_a_content_in_any_other_form_than_the_one_written_is_refused(alter: object) -> None:
    entry = CHAIN[2]
    altered = alter(entry.content)  # type: ignore[operator]
    assert altered != entry.content
    with pytest.raises(RecordError):
        read_entry(altered, entry.digest)


@pytest.mark.parametrize("body", [{"x": float("nan")}, {"x": {1, 2}}, {"x": NOON}])
def test_a_body_that_is_no_json_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(RecordError, match="no JSON"):
        entry_after(head_of(()), Draft(who="m1", at=NOON, kind="rated", body=body))


def test_an_instant_needs_its_zone_and_is_kept_in_utc() -> None:
    with pytest.raises(ValueError, match="zone"):
        Draft(who="m1", at=datetime(2026, 1, 1), kind="rated", body={})
    east = datetime(2026, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    entry = entry_after(head_of(()), Draft(who="m1", at=east, kind="rated", body={}))
    assert json.loads(entry.content)["at"] == "2026-01-01T00:00:00.000000+00:00"


# --- papers ----------------------------------------------------------------------------------------------


def sealed_chain(texts: Sequence[str]) -> tuple[tuple[Entry, ...], tuple[object, ...]]:
    entries, papers, salts = list[Entry](), list[object](), count()
    for text in texts:
        paper = Paper(candidate="c-1", name="note", text=text)
        draft = Draft(who="m1", at=NOON, kind="rated", body={}, papers=(paper,))
        ready, sealed = seal(draft, lambda: f"salt {next(salts)}")
        entries.append(entry_after(head_of(entries), ready))
        papers += sealed
    return tuple(entries), tuple(papers)


@QUICK
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_same_text_sealed_twice_has_two_digests_and_is_in_no_body(text: str) -> None:
    """So nobody who has the record can try out texts."""
    entries, papers = sealed_chain([text, text])
    assert entries[0].papers["note"] != entries[1].papers["note"]
    assert len(text) < 9 or all(text not in entry.content for entry in entries)
    assert verify_papers(entries, papers) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["text", "candidate", "name", "salt"])
def test_a_paper_changed_in_any_field_is_found(field: str) -> None:
    entries, papers = sealed_chain(["a", "b"])
    changed = papers[1].model_copy(update={field: "x"})  # type: ignore[attr-defined]
    (fault,) = verify_papers(entries, [papers[0], changed])  # type: ignore[list-item]
    assert (fault.kind, fault.number) == ("paper", 2)


def test_a_paper_may_be_missing_only_when_an_entry_says_that_it_was_erased() -> None:
    entries, papers = sealed_chain(["a", "b"])
    kept = [papers[0]]
    (fault,) = verify_papers(entries, kept)  # type: ignore[arg-type]
    assert "missing" in fault.says
    body = {ERASED: [entries[1].papers["note"]]}
    told = entry_after(head_of(entries), Draft(who="hr", at=NOON, kind="papers-erased", body=body))
    assert verify_papers([*entries, told], kept) == ()  # type: ignore[arg-type]
    (back,) = verify_papers([*entries, told], papers)  # type: ignore[arg-type]
    assert "there again" in back.says


def test_a_paper_that_no_entry_names_is_found() -> None:
    entries, papers = sealed_chain(["a", "b"])
    assert any("no entry" in fault.says for fault in verify_papers(entries[:1], papers))  # type: ignore[arg-type]


def test_a_paper_that_no_entry_names_any_more_is_told_by_what_it_is_and_whose() -> None:
    """As where the end of a record was cut off: the papers of the entries that are gone are still there."""
    note = Paper(candidate="c-7", name="note", text="a remark")
    sealed = Sealed(digest=seal_of("salt", note), salt="salt", **note.model_dump())
    (fault,) = verify_papers(CHAIN, [sealed])
    assert (fault.kind, "the note of c-7" in fault.says) == ("paper", True)
