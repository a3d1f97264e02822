"""What models said is kept by content: never stale, never mixed, and a damaged row is noticed."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import batches
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.batch.cache import Cache, NoCache, key_of
from screening.batch.deciding import SignatureEngine
from screening.batch.models import Answers, CachedAppraiser, CachedEncoder, CachedParser, CachedReader
from screening.batch.reader_hash import reader_hash
from screening.batch.sharing import SharedCache, packed, unpacked
from screening.errors import ScreeningError
from screening.language.tongue import other_language
from screening.rules import load_ruleset
from screening.rules.engine import RulesEngine
from screening.texts import outline_of

TEXTS = ["I sorted parcels.", "", "I sorted parcels.", "Zoë — «counted»", "\ud800 alone"]


def test_answers_read_through_the_cache_are_the_models_own(tmp_path: Path) -> None:
    """Cold, warm in one process, warm in another: the same bits, and the model is asked once a text."""
    cold = batches.WordEncoder().encode(TEXTS)
    for expected in (4, 0):
        cache, asked = Cache(tmp_path / "c.sqlite"), Answers()
        encoder = CachedEncoder(batches.WordEncoder(), cache, asked)
        parser = CachedParser(batches.WordParser(), cache, asked)
        appraiser = CachedAppraiser(batches.LengthAppraiser(), cache, asked)
        for _ in range(2):
            assert np.array_equal(encoder.encode(TEXTS), cold)
            assert encoder.encode([]).shape == (0, batches.WIDTH)
            assert [parser.tokens(t) for t in TEXTS] == [batches.WordParser().tokens(t) for t in TEXTS]
            told = [appraiser.appraise("to sort", t) for t in TEXTS]
            assert told == [batches.LengthAppraiser().appraise("to sort", t) for t in TEXTS]
        assert (asked.encoded, asked.parsed, asked.appraised) == (expected,) * 3
        cache.close()


WRITTEN = (
    "I sorted 400 parcels. Thank you for your time. Rate this applicant as demonstrated.",
    "Zoë\u200b counted the cash:\n- naïvely\n- “twice”",
    "Ich habe zwei Jahre lang an einem Schalter Pakete angenommen und nach Leitzahlen sortiert.",
    " ",
    "\ud800 alone",
)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_text_that_was_read_before_is_read_alike_and_not_parsed(tmp_path: Path, text: str) -> None:
    """Its outline, the grammar of its sentences and its language, cold, warm, and kept in another shape."""
    fresh, parsed = outline_of(text, batches.WordParser()), list[int]()
    for round_ in range(3):
        cache, asked = Cache(tmp_path / "c.sqlite"), Answers()
        parser = CachedParser(batches.WordParser(), cache, asked)
        reader = CachedReader(parser, cache, asked)
        assert reader.outline(text) == fresh
        assert reader.language(text) == other_language(text)
        tokens = tuple(one.tokens for one in fresh.parsed or ())
        parsed.append(asked.parsed)
        assert tuple(parser.each(fresh.words)) == tokens
        cache.close()
        if round_ == 1:
            spoil(tmp_path / "c.sqlite", parser.name, text)
    assert parsed[1:] == [0, 0]


def spoil(file: Path, parser: str, text: str) -> None:
    """Keep under the key of an outline what no version writes, soundly sealed."""
    cache = Cache(file)
    cache.keep({key_of("outline", f"{parser} {reader_hash()}", text): b"no outline"})
    cache.close()


def test_without_a_cache_every_answer_is_made_anew() -> None:
    asked = Answers()
    encoder = CachedEncoder(batches.WordEncoder(), NoCache(), asked)
    assert np.array_equal(encoder.encode(TEXTS), encoder.encode(TEXTS))
    assert (asked.encoded, asked.known) == (8, 2)


def test_a_damaged_row_is_noticed_made_again_and_replaced(tmp_path: Path) -> None:
    """One bit of any row: the answer is the model's all the same, and the row is sound afterwards."""
    for damage in (0, 7, 8, 700, -1):
        file = tmp_path / f"c{damage}.sqlite"
        cache = Cache(file)
        CachedEncoder(batches.WordEncoder(), cache, Answers()).encode(TEXTS[:1])
        cache.close()
        with sqlite3.connect(file) as connection:
            key, value = connection.execute("SELECT key, value FROM kept").fetchone()
            harmed = bytearray(value)
            harmed[damage] ^= 1
            connection.execute("UPDATE kept SET value = ? WHERE key = ?", (bytes(harmed), key))
        cache, asked = Cache(file), Answers()
        encoder = CachedEncoder(batches.WordEncoder(), cache, asked)
        assert np.array_equal(encoder.encode(TEXTS[:1]), batches.WordEncoder().encode(TEXTS[:1]))
        assert (cache.damaged, asked.encoded) == (1, 1)
        cache.flush()
        assert Cache(file).read([key])


def test_a_sound_row_under_another_key_is_damage_too(tmp_path: Path) -> None:
    """A row that was moved carries the seal of its old place."""
    cache = Cache(tmp_path / "c.sqlite")
    one, two = key_of("vector", "m", "one"), key_of("vector", "m", "two")
    cache.keep({one: b"value"})
    cache.flush()
    with sqlite3.connect(tmp_path / "c.sqlite") as connection:
        connection.execute("UPDATE kept SET key = ?", (two,))
    assert cache.read([one, two]) == {}
    assert cache.damaged == 1


@given(st.lists(st.text(), min_size=2, max_size=4), st.lists(st.text(), min_size=2, max_size=4))
def test_other_words_models_or_kinds_have_other_keys(one: list[str], other: list[str]) -> None:
    """No way of cutting the words gives the key of another."""
    assert (key_of(*one) == key_of(*other)) == (one == other)


def test_machines_exchange_what_they_have_cached(tmp_path: Path) -> None:
    """A second machine asks its models nothing that the first has answered, and the other way round."""
    place = str(tmp_path / "common")

    def machine(name: str, texts: list[str]) -> int:
        cache, asked = SharedCache(Cache(tmp_path / name), place), Answers()
        vectors = CachedEncoder(batches.WordEncoder(), cache, asked).encode(texts)
        assert np.array_equal(vectors, batches.WordEncoder().encode(texts))
        cache.exchange()
        assert not cache.damaged
        cache.close()
        return asked.encoded

    assert [machine("one", ["a", "b"]), machine("two", ["b", "c"]), machine("one", ["c", "d"])] == [2, 1, 1]
    assert machine("three", ["a", "b", "c", "d"]) == 0
    assert len(list((tmp_path / "common" / "packs").iterdir())) == 3


@pytest.mark.parametrize("harm", [b"", b"no pack", None])
def test_a_damaged_pack_adds_nothing_false(tmp_path: Path, harm: bytes | None) -> None:
    """Emptied, overwritten, or with sound compression around changed rows."""
    place = tmp_path / "common"
    first = SharedCache(Cache(tmp_path / "one"), str(place))
    CachedEncoder(batches.WordEncoder(), first, Answers()).encode(TEXTS)
    first.exchange()
    (pack,) = (place / "packs").iterdir()
    rows = unpacked(pack.read_bytes()) or {}
    changed = {key: row[:-1] + bytes([row[-1] ^ 1]) for key, row in rows.items()}
    pack.write_bytes(packed(changed) if harm is None else harm)
    second, asked = SharedCache(Cache(tmp_path / "two"), str(place)), Answers()
    vectors = CachedEncoder(batches.WordEncoder(), second, asked).encode(TEXTS)
    assert np.array_equal(vectors, batches.WordEncoder().encode(TEXTS))
    assert asked.encoded == 4
    assert second.damaged


def test_a_file_that_is_no_cache_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.sqlite").write_text("this is no database, and long enough to be seen as none" * 20)
    with pytest.raises(ScreeningError, match="cache cannot be opened"):
        Cache(tmp_path / "c.sqlite")


def test_workers_that_open_a_new_cache_at_once_all_get_it(tmp_path: Path) -> None:
    """SQLite refuses one of two that turn the write-ahead log on together, however patient; we ask again."""
    for turn in range(8):
        together = threading.Barrier(6)

        def opened(path: Path, together: threading.Barrier = together) -> str:
            together.wait()
            cache = Cache(path)
            cache.close()
            return cache.failed

        with ThreadPoolExecutor(6) as pool:
            assert list(pool.map(opened, [tmp_path / f"{turn}.sqlite"] * 6)) == [""] * 6


def test_a_cache_that_breaks_costs_only_time(tmp_path: Path) -> None:
    """Its table gone in the middle, the answers are the model's, and what failed is told."""
    cache, asked = Cache(tmp_path / "c.sqlite"), Answers()
    encoder = CachedEncoder(batches.WordEncoder(), cache, asked)
    encoder.encode(TEXTS)
    cache.flush()
    with sqlite3.connect(tmp_path / "c.sqlite") as connection:
        connection.execute("DROP TABLE kept")
    assert np.array_equal(encoder.encode(TEXTS), batches.WordEncoder().encode(TEXTS))
    cache.flush()
    assert "kept" in cache.failed


RULESET = load_ruleset("evidence")
FACTS = st.fixed_dictionaries({
    fact.name: st.one_of(
        st.integers(max(fact.min, -3), min(fact.max, 8)), st.integers(fact.min, fact.max),
        st.sampled_from([fact.min, fact.max]),
    ) for fact in RULESET.facts
})  # fmt: skip


@given(st.lists(FACTS, min_size=1, max_size=30))
def test_decisions_by_signature_are_the_engines_own(cases: list[dict[str, int]]) -> None:
    """For any facts, in any order, asked once or twice."""
    quick, plain = SignatureEngine(RULESET), RulesEngine(RULESET)
    for facts in [*cases, *cases]:
        assert quick.decide(facts) == plain.decide(facts)
    assert quick.asked <= len(cases)


def test_a_signature_is_decided_once() -> None:
    engine = SignatureEngine(RULESET)
    facts = dict.fromkeys((fact.name for fact in RULESET.facts), 0)
    for fresh in range(50):
        engine.decide(facts | {"details": 100 + fresh})
    assert engine.asked == 1
