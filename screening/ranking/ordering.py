"""From merits to a slate: ranks, ties shown as ties, and the ranks that another rating could bring about."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from screening.errors import PanelError
from screening.models import Record
from screening.ranking import category, evidence, senior_qualified, sme_qa
from screening.ranking.candidacies import Candidacy, Origin
from screening.ranking.merits import Merit, Particulars, Place, RankingRule
from screening.ranking.preference import Claim
from screening.ranking.terms import RuleName, Terms
from screening.results import GateResult, OutcomeValue, RatingValue
from screening.settings import Bands

RULES: Mapping[RuleName, tuple[RankingRule, str]] = {
    "evidence": (evidence.merit, evidence.SOURCE),
    "category": (category.merit, category.SOURCE),
    "sme-qa": (sme_qa.merit, sme_qa.SOURCE),
    "senior-qualified": (senior_qualified.merit, senior_qualified.SOURCE),
}
"""Every rule by its name, with the source it rests on."""
UNCERTAINTY = (
    "best and worst are the ranks an applicant can reach by their own open ratings and gates, each decided "
    "either way, while everybody else stays as they are"
)


class Standing(Record):
    """One applicant on a panel's slate.

    ``best`` and ``worst`` are the ranks within reach by the KSAs and gates named in ``open``; ``unsure``
    marks a rank that a re-rating could change. ``ties`` are the others with the same rank.
    """

    rank: int
    candidate: str
    outcome: OutcomeValue
    category: str | None = None
    points: float | None = None
    ties: tuple[str, ...] = ()
    why: tuple[str, ...]
    origins: dict[str, Origin]
    """By KSA, whether the rating is the panel's consensus, an override of the engine's, or the engine's."""
    open: tuple[str, ...] = ()
    best: int
    worst: int

    @property
    def unsure(self) -> bool:
        """Whether a re-rating could give this applicant another rank."""
        return self.best != self.worst


class Ranking(Record):
    """A panel's slate: by which rule and terms, from which source, and what best and worst mean."""

    rule: RuleName
    source: str
    terms: Terms
    version: str
    uncertainty: str = UNCERTAINTY
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    """What one ranking goes by, the same for everybody on the slate."""

    terms: Terms
    bands: Bands | None
    particulars: Mapping[str, Particulars]

    def merit(self, candidacy: Candidacy) -> Merit:
        """What the rule says of one applicant."""
        rule, _ = RULES[self.terms.rule]
        return rule(candidacy, self.terms, self.particulars[candidacy.candidate])

    def unsettled(self, candidacy: Candidacy) -> tuple[str, ...]:
        """The KSAs whose rating is in doubt, and the gates whose result is still to come."""
        ksas = [d.ksa for d in candidacy.decisions if d.doubtful(self.bands, self.terms.doubt)]
        return (*ksas, *(gate.gate for gate in candidacy.gates if gate.result == "unknown"))

    def ends(self, candidacy: Candidacy) -> tuple[Candidacy, Candidacy]:
        """The applicant at best and at worst."""
        unsettled = self.unsettled(candidacy)
        return (
            settled(candidacy, unsettled, for_the_better=True),
            settled(candidacy, unsettled, for_the_better=False),
        )


def order(
    candidacies: Iterable[Candidacy],
    terms: Terms,
    *,
    bands: Bands | None = None,
    claims: Iterable[Claim] = (),
    seniority: Mapping[str, date] | None = None,
) -> Ranking:
    """The slate, best first, within a rank by candidate id.

    ``bands`` are those the engine decided by, for decisions that do not tell their own margin.
    """
    entered = sorted(candidacies, key=lambda candidacy: candidacy.candidate)
    _refuse_uneven(entered)
    field = _Field(terms, bands, _particulars(entered, tuple(claims), seniority or {}))
    merits = {candidacy.candidate: field.merit(candidacy) for candidacy in entered}
    on_place: dict[Place, list[str]] = defaultdict(list)
    for name, merit in merits.items():
        on_place[merit.place].append(name)
    ladder = sorted(merit.place for merit in merits.values())
    standings = []
    for candidacy in entered:
        merit = merits[candidacy.candidate]
        ends = (field.merit(end).place for end in field.ends(candidacy))
        ranks = [rank_among(ladder, merit.place, place) for place in (merit.place, *ends)]
        standings.append(
            _standing(candidacy, merit, ranks, on_place[merit.place], field.unsettled(candidacy))
        )
    standings.sort(key=lambda standing: (standing.rank, standing.candidate))
    return Ranking(
        rule=terms.rule,
        source=RULES[terms.rule][1],
        terms=terms,
        version=terms.version,
        standings=tuple(standings),
    )


def _standing(
    candidacy: Candidacy, merit: Merit, ranks: Sequence[int], level: Sequence[str], unsettled: tuple[str, ...]
) -> Standing:
    rank, best, worst = ranks
    return Standing(
        rank=rank,
        candidate=candidacy.candidate,
        outcome=candidacy.outcome,
        category=merit.category,
        points=merit.points,
        ties=tuple(other for other in level if other != candidacy.candidate),
        why=merit.why,
        origins={decision.ksa: decision.origin for decision in candidacy.decisions},
        open=unsettled,
        best=best,
        worst=worst,
    )


def rank_among(ladder: Sequence[Place], own: Place, moved: Place) -> int:
    """The rank of an applicant who moves from ``own`` to another place on the sorted ladder."""
    ahead = bisect_left(ladder, moved)
    return 1 + ahead - (own < moved)


def settled(candidacy: Candidacy, unsettled: Sequence[str], *, for_the_better: bool) -> Candidacy:
    """The applicant with everything open decided one way.

    A rule never ranks a better rating lower, so of all ways to decide what is open these two are the ends;
    nothing between has to be tried.
    """
    rating: RatingValue = "demonstrated" if for_the_better else "not-demonstrated"
    result: GateResult = "pass" if for_the_better else "fail"
    decisions = (d.rated(rating) if d.ksa in unsettled else d for d in candidacy.decisions)
    gates = (
        gate.model_copy(update={"result": result}) if gate.result == "unknown" else gate
        for gate in candidacy.gates
    )
    return candidacy.model_copy(update={"decisions": tuple(decisions), "gates": tuple(gates)})


def _particulars(
    entered: Sequence[Candidacy], claims: Sequence[Claim], seniority: Mapping[str, date]
) -> dict[str, Particulars]:
    """What each applicant brings beside their ratings; a claim of nobody, or a second one, is refused."""
    known = {candidacy.candidate for candidacy in entered}
    by_candidate = {claim.candidate: claim for claim in claims}
    if len(by_candidate) < len(claims) or not known.issuperset(by_candidate):
        wrong = sorted(set(by_candidate) - known) or [c.candidate for c in claims]
        raise PanelError(
            f"claims to preference of {', '.join(map(repr, wrong))}: unknown here, or made twice",
            expected="at most one claim for each applicant on the slate",
            do="correct the file of claims",
        )
    return {
        name: Particulars(claim=by_candidate.get(name), senior_since=seniority.get(name)) for name in known
    }


def _refuse_uneven(entered: Sequence[Candidacy]) -> None:
    """Everybody is there once, and everybody is rated on the same KSAs."""
    names = [candidacy.candidate for candidacy in entered]
    twins = [name for name, count in Counter(names).items() if count > 1]
    if twins:
        raise PanelError(
            f"{', '.join(map(repr, twins))} is there twice",
            expected="one entry for each applicant",
            do="remove one of them",
        )
    for candidacy in entered:
        if [d.ksa for d in candidacy.decisions] != [d.ksa for d in entered[0].decisions]:
            raise PanelError(
                f"{candidacy.candidate!r} is not rated on the same KSAs as {entered[0].candidate!r}",
                expected="a decision for each KSA of one version of the standard, in its order",
                do="rank applicants for one version of a standard at a time",
            )
