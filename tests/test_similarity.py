"""The encoder: pinned weights or none, the same vector whatever is beside it, and never a hub."""

from __future__ import annotations

import builtins
import hashlib
import socket
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ModelError
from screening.similarity import minilm, thousandths
from screening.similarity.minilm import WEIGHTS, WIDTH, MiniLM, check_weights, weights_folder

LINES = ("I mended nets.", "We sold hay.", "", "I MENDED NETS.", "x" * 5_000, "Ich flickte Netze.", "🙂")


@pytest.fixture(scope="module")
def encoder() -> MiniLM:
    """The model of record."""
    return MiniLM()


def test_the_installed_weights_are_the_pinned_ones() -> None:
    """By their hash, which is also the name that every result carries."""
    assert check_weights(weights_folder()) == WEIGHTS
    assert WEIGHTS in MiniLM.name


def test_weights_that_were_changed_are_refused(tmp_path: Path) -> None:
    """One byte is enough; the error says what was found, what was expected and what to do."""
    file = tmp_path / "model.safetensors"
    file.write_bytes(b"weights")
    honest = hashlib.sha256(b"weights").hexdigest()
    assert check_weights(tmp_path, honest) == honest
    file.write_bytes(b"weightz")
    with pytest.raises(ModelError) as refused:
        check_weights(tmp_path, honest)
    assert hashlib.sha256(b"weightz").hexdigest() in refused.value.found
    assert refused.value.expected == honest
    assert str(file) in refused.value.where
    assert refused.value.do


def test_weights_that_are_missing_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, and a package that is not installed."""
    with pytest.raises(ModelError, match=r"no model\.safetensors"):
        check_weights(tmp_path)
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package_of_weights")
    with pytest.raises(ModelError, match="not installed"):
        weights_folder()


def test_nothing_is_loaded_from_refused_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hash is checked before anything reads the file."""
    (tmp_path / "model.safetensors").write_bytes(b"other")
    monkeypatch.setattr(minilm, "weights_folder", lambda: tmp_path)
    real = builtins.__import__

    def guarded(name: str, *rest: Any, **more: Any) -> Any:
        assert not name.startswith("sentence_transformers"), "the model was asked for before its weights"
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", guarded)
    with pytest.raises(ModelError, match="sha256"):
        minilm._model.__wrapped__()


def test_the_model_loads_and_encodes_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh load with every socket shut: no hub is asked, not even for a file that is missing."""

    def shut(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", shut)
    monkeypatch.setattr(socket.socket, "connect_ex", shut)
    monkeypatch.setattr(socket, "getaddrinfo", shut)
    model = minilm._model.__wrapped__()
    assert model.encode(["I mended nets."]).shape == (1, WIDTH)


def test_rows_are_unit_vectors_in_the_order_of_the_texts(encoder: MiniLM) -> None:
    """One for each text, also for none, an empty one, and one longer than the model reads."""
    rows = encoder.encode(LINES)
    assert rows.shape == (len(LINES), WIDTH)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert encoder.encode([]).shape == (0, WIDTH)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=6), st.booleans())
def test_a_vector_is_the_same_alone_and_among_others(encoder: MiniLM, lines: list[str], fresh: bool) -> None:
    """To the last bit, remembered or computed anew."""
    together = (MiniLM(remembered=0) if fresh else encoder).encode(lines)
    for line, row in zip(lines, together, strict=True):
        assert (encoder.encode([line])[0] == row).all()


def test_what_is_remembered_cannot_be_changed_by_who_uses_it(encoder: MiniLM) -> None:
    """The rows handed out are the caller's own."""
    rows = encoder.encode(["I mended nets."])
    before = rows.copy()
    rows[:] = 0
    assert (encoder.encode(["I mended nets."]) == before).all()


def test_likeness_is_nearest_to_what_says_the_same(encoder: MiniLM) -> None:
    """It says where to look: nearer to the same act in other words than to another act."""
    lines = ["I repaired fishing nets.", "On the dock I mended the nets of the boats.", "I sold tickets."]
    asked, same, other = encoder.encode(lines)
    assert asked @ same > asked @ other


@pytest.mark.parametrize(
    ("cosine", "whole"), [(0.0, 0), (1.0, 1000), (-1.0, -1000), (0.1234, 123), (0.12361, 124), (-0.0004, 0)]
)
def test_cosines_reach_a_decision_as_whole_thousandths(cosine: float, whole: int) -> None:
    """So that the last digits of a sum decide nothing."""
    assert thousandths(np.array([cosine], dtype=np.float32)).tolist() == [whole]
    assert thousandths(np.array([cosine])).dtype == np.int64
