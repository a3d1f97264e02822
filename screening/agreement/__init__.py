"""How far the members of a panel agree, with each other, with their consensus and with the engine.

``measure`` makes one ``PanelAgreement`` of a list of ratings. Kappa and its intervals are those of
``screening.evaluation``. Krippendorff's alpha and ICC(2,1) are written out in ``figures``: the kept library
for the one is under a licence that this project cannot take on, and those for the other bring data frames and
plots along. The tests hold both to published worked examples.
"""

from screening.agreement.measuring import measure
from screening.agreement.ratings import Item, MemberRating
from screening.agreement.report import Block, Difference, Drift, Pair, PanelAgreement, Whole
from screening.panels.settings import CONSENSUS, ENGINE

__all__ = [
    "CONSENSUS",
    "ENGINE",
    "Block",
    "Difference",
    "Drift",
    "Item",
    "MemberRating",
    "Pair",
    "PanelAgreement",
    "Whole",
    "measure",
]
