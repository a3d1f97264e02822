"""The appraiser of record: MiniLM's pinned weights with an adapter (LoRA) that was trained on rated pairs.

Requirement and text go through the network together, so that each word of the one is read in the light of
the other. The adapter is added to the weights once, at loading: reading costs what the base model costs.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from screening.errors import ModelError
from screening.similarity.minilm import WEIGHTS, check_weights, weights_folder

FILE = "adapter.safetensors"
REQUIREMENT_PIECES, TEXT_PIECES = 90, 400
"""Word pieces of requirement and text that are read at once; the network's own bound is 512."""


def adapter_file() -> Path:
    """Where the packaged adapter lies, or would."""
    return Path(str(resources.files("screening.fitted").joinpath(FILE)))


class MiniLMAppraiser:
    """Appraises pairs with the trained adapter; loads on the first pair and remembers what it has read."""

    def __init__(self, file: Path | None = None, *, remembered: int = 50_000) -> None:
        self.file = file or adapter_file()
        self.sha256 = hashlib.sha256(self.file.read_bytes()).hexdigest()
        self.name = f"adapter sha256:{self.sha256}"
        self._appraise = lru_cache(maxsize=remembered)(self._read)

    def appraise(self, requirement: str, words: str) -> int:
        """Thousandths of a logit that a panel finds the requirement demonstrated in these words alone."""
        return self._appraise(requirement, words)

    def _read(self, requirement: str, words: str) -> int:
        import torch  # imported late: it takes seconds

        with torch.inference_mode():
            logit = _network(self.file)(*packed([(requirement, words)]))
        return round(1000 * float(logit[0]))


@lru_cache(maxsize=2)
def _network(file: Path) -> Any:
    """The base network with the adapter of a file merged into its weights, and its head."""
    from safetensors import safe_open
    from safetensors.torch import load_file

    with safe_open(str(file), framework="pt") as opened:
        made = json.loads((opened.metadata() or {}).get("recipe", "{}"))
    if made.get("base") != WEIGHTS:
        raise ModelError(
            f"the adapter was trained over weights {made.get('base')}",
            where=str(file),
            expected=WEIGHTS,
            do="use the adapter that came with this version, or train one: scripts/fit --adapter",
        )
    import torch

    from screening.appraisal.network import PairNetwork

    torch.set_num_threads(1)  # the sum of a product depends on how threads share it; training sets its own
    network = PairNetwork(base(), rank=made["rank"], head=made["head"])
    network.take(load_file(str(file)))
    network.merge()
    return network.eval()


def base() -> Any:
    """The pinned base network, without sentence-transformers' pooling."""
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    folder = weights_folder()
    check_weights(folder)
    return AutoModel.from_pretrained(str(folder), local_files_only=True)


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(weights_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@lru_cache(maxsize=20_000)
def pieces(text: str, most: int) -> tuple[int, ...]:
    """The word pieces of a text, its first ``most``."""
    return tuple(_tokenizer().encode(text, add_special_tokens=False).ids[:most])


def packed(pairs: list[tuple[str, str]]) -> tuple[Any, Any, Any]:
    """Pairs as the network takes them: piece ids, mask and part (0 requirement, 1 text), one row each."""
    import torch

    start, stop = 101, 102  # BERT's own marks
    rows = [
        ([start, *pieces(requirement, REQUIREMENT_PIECES), stop], [*pieces(words, TEXT_PIECES), stop])
        for requirement, words in pairs
    ]
    longest = max(len(a) + len(b) for a, b in rows)
    ids, mask, part = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(3))
    for i, (a, b) in enumerate(rows):
        ids[i, : len(a) + len(b)] = torch.tensor([*a, *b])
        mask[i, : len(a) + len(b)] = 1
        part[i, len(a) : len(a) + len(b)] = 1
    return ids, mask, part
