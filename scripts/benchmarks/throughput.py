"""Pairs of application and KSA a second: the engine, a naive loop, and the sentence model alone, in one run.

The engine starts with an empty cache, in a process of its own, its start included. The sentence model alone
encodes each distinct sentence once: one at a time, as the engine does, and 32 at a time. The naive loop
encodes each narrative of an application, and the KSA, anew for each KSA, and takes the cosine; it is timed on
a few applications. All on one thread.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from benchmarks.batches import KSAS, batch, made
from screening.files.library import Library
from screening.language.splitting import split
from screening.similarity.minilm import weights_folder

NAIVE = 3


def measure(folder: Path, count: int, varied: float) -> dict[str, Any]:
    """Seconds and pairs a second of each, and the ratios that the goals are about."""
    path = made(folder, count, varied)
    cold = batch(path, folder / f"cold-{count}-{varied}", folder / f"cold-{count}-{varied}.sqlite")
    kept = (folder / f"cold-{count}-{varied}.sqlite").stat().st_size
    warm = batch(path, folder / f"warm-{count}-{varied}", folder / f"cold-{count}-{varied}.sqlite")
    applications = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = {text for one in applications for text in one["narratives"].values()}
    sentences = sorted({text[a:b] for text in texts for a, b in split(text)})
    model = _model()
    single, batched = _alone(model, sentences, 1), _alone(model, sentences, 32)
    naive = _naive(model, applications[:NAIVE]) / NAIVE
    pairs = count * KSAS
    return {
        "applications": count, "varied": varied, "distinct_texts": len(texts),
        "distinct_sentences": len(sentences),
        "cold_s": cold["seconds"], "warm_s": warm["seconds"], "asked_cold": cold["asked"],
        "cache_mb": kept / 1e6, "asked_warm": warm["asked"], "decided": cold["decided"],
        "pairs_per_s_cold": pairs / cold["seconds"], "pairs_per_s_warm": pairs / warm["seconds"],
        "naive_pairs_per_s": KSAS / naive, "faster_than_naive": count * naive / cold["seconds"],
        "sentence_model_s": single, "sentence_model_by_32_s": batched,
        "times_the_sentence_model": cold["seconds"] / single,
        "times_the_sentence_model_by_32": cold["seconds"] / batched,
    }  # fmt: skip


def _model() -> Any:
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    return SentenceTransformer(str(weights_folder()), device="cpu", local_files_only=True)


def _encode(model: Any, texts: list[str], size: int) -> Any:
    return model.encode(texts, batch_size=size, normalize_embeddings=True, show_progress_bar=False)


def _alone(model: Any, sentences: list[str], size: int) -> float:
    start = time.perf_counter()
    if size == 1:
        for sentence in sentences:
            _encode(model, [sentence], 1)
    else:
        _encode(model, sentences, size)
    return time.perf_counter() - start


def _naive(model: Any, applications: list[dict[str, Any]]) -> float:
    ksas = [ksa.text for ksa in Library().resolve("2320-0012@2019-03-16").standard.ksas]
    start = time.perf_counter()
    for one in applications:
        for ksa in ksas:
            for narrative in one["narratives"].values():
                a, b = _encode(model, [narrative], 1), _encode(model, [ksa], 1)
                float((a @ b.T)[0, 0])
    return time.perf_counter() - start
