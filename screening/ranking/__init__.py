"""From ratings to an order of merit: the engine's slate, and a panel's by a rule chosen by name.

One file is one rule, with its source; ``ordering`` gives ranks, ties and reach to what a rule decides.
Nothing here is read by what rates a narrative.
"""

from screening.ranking.candidacies import Candidacy, Decision, Origin
from screening.ranking.merits import Merit, Particulars
from screening.ranking.ordering import RULES, Ranking, Standing, order
from screening.ranking.preference import Claim
from screening.ranking.slate import ORDER, Key, key_of, rank
from screening.ranking.terms import Category, RuleName, Terms, refuse_changed

__all__ = [
    "ORDER",
    "RULES",
    "Candidacy",
    "Category",
    "Claim",
    "Decision",
    "Key",
    "Merit",
    "Origin",
    "Particulars",
    "Ranking",
    "RuleName",
    "Standing",
    "Terms",
    "key_of",
    "order",
    "rank",
    "refuse_changed",
]
