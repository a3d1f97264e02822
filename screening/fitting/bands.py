"""The strengths at which the machine may decide, chosen by what each may cost on cases no fit had seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from screening.settings import Bands

NOWHERE = -1e6
"""The strength of a case that another gate sends to people, whatever it is: no band has to keep it out."""


class Costs(NamedTuple):
    """The shares that bands may cost: of not-demonstrated cases credited, of demonstrated ones rejected, and
    of these sent to people for standing no nearer to their KSA than to rivals."""

    credit: float
    rejection: float
    out_of_place: float


COSTS = {True: Costs(0.015, 0.03, 0.005), False: Costs(0.05, 0.03, 0.02)}
"""With the trained reader, and without it."""


def threshold(values: Sequence[float], share: float, *, above: bool) -> int:
    """The value that ``share`` of the values lie above (or below), as a whole thousandth."""
    return int(np.rint(np.quantile(np.array(values), 1 - share if above else share)))


def bands_for(yes: Sequence[float], no: Sequence[tuple[float, int]], costs: Costs, standing: int) -> Bands:
    """Bands that cost no more than this over some cases.

    ``yes``: the strengths of demonstrated cases; ``no``: of those that are not, strength and standing, of
    which a standing below ``standing`` goes to people in any case. The lower band is never above the upper.
    """
    upper = threshold([s if z >= standing else NOWHERE for s, z in no], costs.credit, above=True)
    lower = threshold(yes, costs.rejection, above=False)
    return Bands(demonstrated=upper, review=min(lower, upper))
