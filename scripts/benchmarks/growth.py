"""How time and memory grow with the number of applications: the slope of a log-log plot, and peak memory.

The applications recombine the same written narratives, and the cache is warm: what grows is the work for each
application, not the models'. One process; its peak memory is what the system says of it.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from benchmarks.batches import batch, made

WARMING = 5_000
"""Applications that fill the cache: nearly every narrative, in nearly every company."""


def measure(folder: Path, counts: list[int]) -> dict[str, Any]:
    """Seconds and peak memory at each count; the slope by least squares and between the ends."""
    cache = folder / "growth.sqlite"
    batch(made(folder, min(WARMING, counts[-1])), folder / "growth-first", cache)
    rows = []
    for count in counts:
        path, out = made(folder, count), folder / f"growth-{count}"
        told = batch(path, out, cache)
        written = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
        rows.append({"applications": count, "seconds": told["seconds"], "cpu_s": told["cpu_s"],
                     "peak_mb": told["peak_mb"], "input_mb": path.stat().st_size / 1e6,
                     "parts_mb": written / 1e6, "asked": told["asked"],
                     "outcomes": told["outcomes"]})  # fmt: skip
        print(rows[-1], flush=True)
    return {"rows": rows, "slope": slope([(r["applications"], r["seconds"]) for r in rows])}


def slope(points: list[tuple[float, float]]) -> float:
    """The least-squares slope of the logarithms."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x, mean_y = (sum(values) / len(logs) for values in zip(*logs, strict=True))
    above = sum((x - mean_x) * (y - mean_y) for x, y in logs)
    return above / sum((x - mean_x) ** 2 for x, _ in logs)


def plot(rows: list[dict[str, Any]]) -> str:
    """An SVG: seconds over applications, both logarithmic, and the line of slope 1 through the last point."""
    points = [(math.log10(r["applications"]), math.log10(r["seconds"])) for r in rows]
    (x0, y0), (x1, y1) = points[0], points[-1]
    top, bottom = math.ceil(y1), math.floor(min(y0, y1 - (x1 - x0)))

    def at(x: float, y: float) -> tuple[float, float]:
        return 70 + 420 * (x - x0) / (x1 - x0), 250 - 220 * (y - bottom) / (top - bottom)

    def path(ends: list[tuple[float, float]]) -> str:
        return " ".join(f"{a:.1f},{b:.1f}" for a, b in (at(*end) for end in ends))

    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 300" '
             'font-family="sans-serif" '
             'font-size="12" role="img"><title>Seconds over applications</title>',
             '<rect width="520" height="300" fill="#fff"/>']  # fmt: skip
    for tick in range(bottom, top + 1):
        a, b = at(x0, tick)
        parts.append(f'<path d="M{a:.1f} {b:.1f}H490" stroke="#ddd"/><text x="62" y="{b + 4:.1f}" '
                     f'text-anchor="end">{10.0**tick:g} s</text>')  # fmt: skip
    parts.append(f'<polyline points="{path([(x0, y1 - (x1 - x0)), (x1, y1)])}" fill="none" stroke="#999" '
                 'stroke-dasharray="4 4"/>')  # fmt: skip
    parts.append(f'<polyline points="{path(points)}" fill="none" stroke="#1f4e79" stroke-width="2"/>')
    for row, (x, y) in zip(rows, points, strict=True):
        a, b = at(x, y)
        told = f"{row['applications']:,}"
        parts.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="#1f4e79"/>'
                     f'<text x="{a:.1f}" y="272" text-anchor="middle">{told}</text>')  # fmt: skip
    return "\n".join([*parts, '<text x="280" y="292" text-anchor="middle">applications</text></svg>', ""])
