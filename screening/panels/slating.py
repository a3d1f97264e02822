"""A panel's slate: what counts for each applicant, ranked by the rule and the cut-offs of the opening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from screening.applications import Application
from screening.errors import PanelError
from screening.panels.consensus import Final, decisions_for, finals
from screening.panels.kinds import Decided, Overridden, Rated
from screening.panels.panel import Event, Pair, Panel
from screening.panels.visibility import sees_result
from screening.ranking import Candidacy, Claim, Decision, Ranking, Standing, order
from screening.ranking.merits import Particulars
from screening.records import Draft, Hand, Head, Paper, canonical
from screening.results import Gate, Screened

EXPORTED = "slate-exported"
"""The kind of the entry that says that a slate went out."""


@dataclass(frozen=True)
class CandidateWords:
    """What was written by and about candidates, as far as a report may show it; what was erased is not here.

    By candidate: the application as the panel reads it, and the engine's results quoted from that copy.
    ``remarks`` are members' notes and reasons, by the digest of their papers.
    """

    applications: Mapping[str, Application] = field(default_factory=dict)
    advice: Mapping[str, Screened] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PanelSlate:
    """A panel's ranking with what it was made from, so that a report can show whose word each rating is.

    ``record`` is the end of the record that it was made from; without ``words`` no word of anybody is shown.
    """

    panel: Panel
    ranking: Ranking
    candidacies: Mapping[str, Candidacy]
    finals: Mapping[Pair, Final]
    particulars: Mapping[str, Particulars]
    record: Head
    words: CandidateWords = field(default_factory=CandidateWords)

    @property
    def state(self) -> Literal["open", "closed"]:
        """Whether the panel is closed; a slate of an open one is provisional."""
        return "open" if self.panel.closing is None else "closed"

    def lines(self) -> Iterable[tuple[Standing, Candidacy]]:
        """Every applicant in the order of the slate."""
        return ((one, self.candidacies[one.candidate]) for one in self.ranking.standings)

    def final(self, standing: Standing, ksa: str) -> Final:
        """What counts for a KSA of an applicant, and how it was come to."""
        return self.finals[(standing.candidate, ksa)]

    def given(self, candidate: str, ksa: str) -> tuple[Event[Rated], ...]:
        """The ratings that count, of everybody; none before all of them have locked."""
        if not self.panel.settled(candidate):
            return ()
        return tuple(self.panel.ratings[(candidate, ksa, rater)] for rater in self.panel.raters(candidate))

    def ratings(self) -> Iterable[tuple[Event[Rated], bool]]:
        """Every rating of who was rated by all, also superseded ones, and whether it counts."""
        for event in self.panel.of(Rated):
            if self.panel.settled(event.body.candidate):
                yield event, event in self.given(event.body.candidate, event.body.ksa)

    def overridden(self, candidate: str, ksa: str) -> Event[Overridden] | None:
        """The override that counts, where one does."""
        counts = self.finals[(candidate, ksa)].how == "override"
        return self.panel.overrides[(candidate, ksa)] if counts else None

    def decided(self, candidate: str, ksa: str) -> Event[Decided] | None:
        """The decision of a disagreement that counts, where there was one."""
        counts = self.finals[(candidate, ksa)].how in ("tie-break", "consensus")
        return self.panel.decisions[(candidate, ksa)] if counts else None

    def remark(self, event: Event[Any], name: str) -> str:
        """What a member wrote beside a rating, decision or override; empty where it is not to be shown."""
        return self.words.remarks.get(event.body.papers.get(name, ""), "")


def slate_of(
    panel: Panel,
    record: Head,
    claims: Iterable[Claim] = (),
    seniority: Mapping[str, date] | None = None,
    words: CandidateWords | None = None,
) -> PanelSlate:
    """The slate as the panel stands: by its consensus, else an override, else the engine's advice."""
    if not panel.candidates:
        raise PanelError(
            f"no application is before panel {panel.id}",
            expected="at least one to rank",
            do=f"`screening panel add {panel.id} FILE` puts some before it",
        )
    claimed, since = tuple(claims), dict(seniority or {})
    _refuse_strangers(panel, since)
    candidacies = {candidate: candidacy_in(panel, candidate) for candidate in panel.candidates}
    ranking = order(candidacies.values(), panel.settings.ranking, claims=claimed, seniority=since)
    by_candidate = {claim.candidate: claim for claim in claimed}
    given = {
        candidate: Particulars(claim=by_candidate.get(candidate), senior_since=since.get(candidate))
        for candidate in panel.candidates
        if claimed or since
    }
    return PanelSlate(panel, ranking, candidacies, finals(panel), given, record, words or CandidateWords())


def candidacy_in(panel: Panel, candidate: str) -> Candidacy:
    """An applicant as the rule takes them, out of the record alone: no text of theirs is needed."""
    decided, advice = decisions_for(panel, candidate), panel.engine[candidate]
    gates = tuple(Gate(gate=name, result=result, because="") for name, result in advice.gates.items())
    decisions = tuple(decided.get(ksa) or _engines(panel, candidate, ksa) for ksa in panel.ksas)
    return Candidacy(candidate=candidate, gates=gates, decisions=decisions)


def _engines(panel: Panel, candidate: str, ksa: str) -> Decision:
    advice = panel.engine[candidate].ratings[ksa]
    return Decision(
        ksa=ksa,
        rating=advice.rating,
        origin="engine",
        score=advice.score,
        strength=advice.strength,
        margin=advice.margin,
    )


def require_sees_all(panel: Panel, who: str) -> None:
    """Refuse a reader from whom anything of an open panel's slate is still hidden."""
    if panel.closing is None:
        panel.require_member(who)
    hidden = [candidate for candidate in panel.candidates if not sees_result(panel, who, candidate)]
    if hidden:
        told = ", ".join(hidden[:10]) + (", …" if len(hidden) > 10 else "")
        raise PanelError(
            f"{who!r} may not see yet what counts for {told}",
            expected="own ratings locked, nobody recused; or a closed panel, which everybody may see",
            do="lock your ratings, or let a member rank who takes part in all of them",
        )


def slate_exported(slate: PanelSlate, hand: Hand, form: str, digest: str, why: str = "") -> Draft:
    """The entry that says who let which slate out, when, and the SHA-256 of its bytes.

    What the ranks rest on besides the ratings (claims to preference, seniority dates) is kept as papers, so
    that the slate can be made again from the record, and erased with the candidate's data. Where anybody has
    one everybody has, so that the record never tells who has made a claim.
    """
    ranking = slate.ranking
    papers = tuple(
        Paper(candidate=name, name=f"particulars {name}", text=canonical(given.model_dump(mode="json")))
        for name, given in slate.particulars.items()
    )
    body = {
        "panel": slate.panel.id,
        "state": slate.state,
        "format": form,
        "sha256": digest,
        "rule": ranking.rule,
        "terms": ranking.version,
        "ranks": {one.candidate: one.rank for one in ranking.standings},
        "made_from": slate.record.model_dump(),
    }
    return Draft(who=hand.who, at=hand.at, kind=EXPORTED, body=body, why=why, papers=papers)


def _refuse_strangers(panel: Panel, seniority: Mapping[str, date]) -> None:
    strangers = sorted(set(seniority) - set(panel.candidates))
    if strangers:
        raise PanelError(
            f"seniority dates of {', '.join(map(repr, strangers))}, who are not before panel {panel.id}",
            expected="dates of its candidates",
            do="correct the file of seniority dates",
        )
