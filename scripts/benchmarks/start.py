"""Cold start: `screening check` of one narrative against the same cosine with plain sentence-transformers.

Both in a fresh process, from the first line to the last, in turns; medians.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.batches import ENTRY, ROOT

PLAIN = """
import sys
from sentence_transformers import SentenceTransformer
from screening.similarity.minilm import weights_folder
model = SentenceTransformer(str(weights_folder()), device="cpu", local_files_only=True)
vectors = model.encode([open(sys.argv[1]).read(), "Ability to work with the general public."],
                       normalize_embeddings=True)
print(float(vectors[0] @ vectors[1]))
"""
ROUNDS = 5


def measure(folder: Path) -> dict[str, Any]:
    """Median seconds of both and their ratio."""
    text = "I greeted ninety visitors a day at the window of a clinic, and nobody left without an answer."
    (folder / "text.txt").write_text(text)
    (folder / "one.yaml").write_text(
        f"candidate: c-1\nstandard: 2320-0012\nnarratives:\n  public-courtesy: {text!r}\n"
    )
    checking = [sys.executable, "-c", ENTRY, "check", str(folder / "one.yaml")]
    plain = [sys.executable, "-c", PLAIN, str(folder / "text.txt")]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_seconds(checking))
        theirs.append(_seconds(plain))
    ratio = statistics.median(ours) / statistics.median(theirs)
    return {"check_s": statistics.median(ours), "plain_s": statistics.median(theirs), "ratio": ratio}


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, check=False)
    return time.perf_counter() - start
