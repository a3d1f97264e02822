"""Trains the appraiser's adapter on rated pairs, and leaves the file and the log of the run.

The same pairs, recipe, seed and threads give the same adapter on the same machine; on another the last digits
of sums differ, and with them the appraisals: scripts/fit says by how much its AUC may (TOLERANCE).
"""

from __future__ import annotations

import ctypes
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor

from screening.appraisal.learning import logits, prepare
from screening.appraisal.lessons import Curriculum, Lesson, Recipe, Shown
from screening.appraisal.minilm import FILE, base
from screening.appraisal.network import PairNetwork

LOG = "training.log"


def train_adapter(
    lessons: Sequence[Lesson],
    folder: Path,
    recipe: Recipe | None = None,
    *,
    start: Path | None = None,
    told: Callable[[str], object] = print,
) -> Path:
    """Train on the lessons, from nothing or from the adapter ``start``; writes the adapter into ``folder``.

    The log of the run is added to the one in ``folder``; its lines are also ``told``.
    """
    recipe = recipe or Recipe()
    _keep_memory()
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    network = PairNetwork(base(), rank=recipe.rank, head=recipe.head)
    begun = "nothing"
    if start is not None:
        network.take(load_file(str(start)))
        begun = hashlib.sha256(start.read_bytes()).hexdigest()
    lines = [f"from {begun}", f"recipe {recipe.model_dump_json()}", f"pairs {len(lessons)}",
             f"requirements {len({lesson.requirement for lesson in lessons})}"]
    for line in _run(network, Curriculum(lessons, recipe), recipe):
        told(line)
        lines.append(line)
    file = folder / FILE
    made = {**recipe.model_dump(), "pairs": len(lessons), "from": begun}
    _write({name: t.contiguous() for name, t in network.trained().items()}, made, file)
    with (folder / LOG).open("a", encoding="utf-8") as log:
        log.write("\n".join(lines) + "\n")
    return file


def _keep_memory() -> None:
    """Have glibc keep the blocks that a step has freed: giving each back took half of the time of a run."""
    trim, map_from = -1, -3  # M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of malloc.h
    with suppress(AttributeError, OSError):  # another C library keeps its own counsel
        for what in (trim, map_from):
            ctypes.CDLL(None).mallopt(what, 2**30)


def average(first: Path, second: Path, folder: Path, *, rank: int | None = None) -> Path:
    """The mean of two adapters of one line of training, written into ``folder``.

    The mean of a network before and after further training does better on what neither has seen than either
    (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models" and "Model soups"). Their ranks add up;
    with a ``rank`` each change becomes the nearest of that rank (Eckart and Young 1936), else it is exact.
    """
    one, other = load_file(str(first)), load_file(str(second))
    with safe_open(str(second), framework="pt") as opened:
        made = json.loads((opened.metadata() or {})["recipe"])
    mixed = {name: _mean(name, one[name], other[name]) for name in one}
    if rank is not None:
        mixed |= _reduced(mixed, rank)
    made["rank"] = next(len(tensor) for name, tensor in mixed.items() if name.endswith(".a"))
    digests = [hashlib.sha256(file.read_bytes()).hexdigest() for file in (first, second)]
    file = folder / FILE
    _write(mixed, {**made, "from": " ".join(digests)}, file)
    kept = f" to rank {rank}" if rank is not None else ""
    with (folder / LOG).open("a", encoding="utf-8") as log:
        log.write(f"mean of {' and '.join(digests)}{kept}: {hashlib.sha256(file.read_bytes()).hexdigest()}\n")
    return file


def _write(tensors: dict[str, Any], made: dict[str, Any], file: Path) -> None:
    """The adapter's file; how it was made is one entry, since safetensors puts several in any order."""
    save_file(tensors, str(file), metadata={"recipe": json.dumps(made, sort_keys=True)})
    file.chmod(0o644)


def _mean(name: str, one: Any, other: Any) -> Any:
    """The mean of a tensor; of a low-rank change B·A the mean is [B/2, B'/2]·[A; A']."""
    if name.endswith(".a"):
        return torch.cat([one, other], dim=0).contiguous()
    if name.endswith(".b"):
        return torch.cat([one / 2, other / 2], dim=1).contiguous()
    return ((one + other) / 2).contiguous()


def _reduced(mixed: dict[str, Any], rank: int) -> dict[str, Any]:
    """The low-rank changes among the tensors, each by its ``rank`` largest singular values."""
    reduced = {}
    for name in [name.removesuffix(".a") for name in mixed if name.endswith(".a")]:
        change = mixed[f"{name}.b"].double() @ mixed[f"{name}.a"].double()
        left, sizes, right = torch.linalg.svd(change, full_matrices=False)
        root = sizes[:rank].sqrt()
        reduced[f"{name}.a"] = (root[:, None] * right[:rank]).float().contiguous()
        reduced[f"{name}.b"] = (left[:, :rank] * root).float().contiguous()
    return reduced


def _run(network: Any, curriculum: Curriculum, recipe: Recipe) -> Iterator[str]:
    """The steps of the training; a line for every hundred steps and every epoch."""
    prepare(network, seed=recipe.seed, dropout=recipe.dropout)
    own = [p for p in network.parameters() if p.requires_grad]
    steps = torch.optim.AdamW(own, lr=recipe.rate, weight_decay=0.01)
    epochs = [curriculum.epoch() for _ in range(recipe.epochs)]
    total, done = sum(map(len, epochs)), 0
    for number, batches in enumerate(epochs, start=1):
        losses = []
        for batch in batches:
            done += 1
            rise, fall = min(1.0, done / recipe.warming), max(0.02, 1 - done / total)
            steps.param_groups[0]["lr"] = recipe.rate * rise * fall
            losses.append(_step(network, batch, steps, own, recipe))
            if done % 100 == 0:
                yield f"step {done} of {total}: loss {sum(losses[-100:]) / len(losses[-100:]):.3f}"
        yield f"epoch {number}: mean loss {sum(losses) / len(losses):.4f}"


def unlike(beside: Tensor, alone: Tensor, *, bounded: bool) -> Tensor:
    """What it costs that texts (logits, one a row) do not read as they do alone; ``bounded``: cross-entropy.

    Of that, two like readings cost their entropy, and two sure ones pull each other no further.
    """
    if bounded:
        return torch.nn.functional.binary_cross_entropy_with_logits(beside, torch.sigmoid(alone))
    return torch.nn.functional.smooth_l1_loss(beside, alone)


def _step(network: Any, batch: list[Shown], steps: Any, own: list[Any], recipe: Recipe) -> float:
    """One step of the optimizer; what stands beside a text is to read as the text alone reads now."""
    wanted = torch.tensor([shown.wanted for shown in batch])
    twice = [place for place, shown in enumerate(batch) if shown.beside]
    pairs = [(shown.requirement, shown.words) for shown in batch]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        told = logits(network, pairs + [(batch[i].requirement, batch[i].beside) for i in twice]).float()
    alone, beside = told[: len(batch)], told[len(batch) :]
    loss = torch.nn.functional.binary_cross_entropy_with_logits(alone, wanted)
    if twice:
        loss = loss + recipe.steadiness * unlike(beside, alone.detach()[twice], bounded=recipe.bounded)
    steps.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(own, 1.0)
    steps.step()
    return float(loss.detach())
