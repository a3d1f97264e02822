"""Two drafts of one application side by side: what the later one gained and lost, KSA by KSA."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from screening.advice.findings import STANDINGS, Noted
from screening.advice.lengths import Length
from screening.advice.report import Advice, KsaAdvice
from screening.errors import ApplicationError
from screening.models import Record
from screening.results import LEVELS, RatingValue

Way = Literal["better", "worse", "same"]


class Kept(Record):
    """One sentence of the drafts: in both, only in the later (new) or only in the earlier one (gone)."""

    state: Literal["kept", "new", "gone"]
    quote: str
    standing: str
    says: tuple[str, ...] = ()


class Change(Record):
    """What became of one requirement between two drafts."""

    ksa: str
    number: int
    requirement: str
    before: RatingValue
    after: RatingValue
    score_before: float
    score_after: float
    way: Way
    because: str
    sentences: tuple[Kept, ...] = ()
    gained: tuple[str, ...] = ()
    """What is in the later draft only: parts of the story, things that the requirement asks for."""
    lost: tuple[str, ...] = ()

    @property
    def touched(self) -> bool:
        """Whether anything that was written for it changed."""
        return any(one.state != "kept" for one in self.sentences)


class Comparison(Record):
    """Two drafts compared; ``before`` and ``after`` are their lengths."""

    standard: str
    title: str
    before: Length
    after: Length
    changes: tuple[Change, ...]

    def count(self, way: Way) -> int:
        """How many requirements went that way."""
        return sum(change.way == way for change in self.changes)


def compare(before: Advice, after: Advice) -> Comparison:
    """What the later draft changed; drafts for two standards are refused."""
    if before.standard != after.standard:
        raise ApplicationError(
            f"one draft is for {before.standard}, the other for {after.standard}",
            expected="two drafts for one version of one standard",
            do="check both against the same version",
        )
    changes = tuple(_change(old, after.ksa(old.ksa)) for old in before.ksas)
    return Comparison(
        standard=after.standard, title=after.title, before=before.length, after=after.length, changes=changes
    )


def _change(old: KsaAdvice, new: KsaAdvice) -> Change:
    had, has = _assets(old), _assets(new)
    return Change(
        ksa=new.ksa,
        number=new.number,
        requirement=new.requirement,
        before=old.rating.rating,
        after=new.rating.rating,
        score_before=old.rating.score,
        score_after=new.rating.score,
        way=_way(old.rating.rating, new.rating.rating),
        because=new.because,
        sentences=tuple(_sentences(old.sentences, new.sentences)),
        gained=tuple(name for name in has if name not in had),
        lost=tuple(name for name in had if name not in has),
    )


def _way(before: RatingValue, after: RatingValue) -> Way:
    step = LEVELS[after] - LEVELS[before]
    return "better" if step > 0 else "worse" if step < 0 else "same"


def _assets(advice: KsaAdvice) -> list[str]:
    """What a text has: the parts of a story, and the elements of the requirement."""
    parts = [part.part for part in advice.star if part.present]
    return [*parts, *(element.name for element in advice.elements if element.touched)]


def _sentences(old: Iterable[Noted], new: Iterable[Noted]) -> Iterator[Kept]:
    """The later draft's sentences in order, then those that are gone; white space makes no difference."""
    earlier = {_plain(one): one for one in old}
    now = list(new)
    for one in now:
        yield _kept(one, "kept" if _plain(one) in earlier else "new")
    present = {_plain(one) for one in now}
    for words, one in earlier.items():
        if words not in present:
            yield _kept(one, "gone")


def _kept(one: Noted, state: Literal["kept", "new", "gone"]) -> Kept:
    says = tuple(dict.fromkeys(remark.says for remark in one.remarks))
    return Kept(state=state, quote=one.quote, standing=STANDINGS[one.standing], says=says)


def _plain(one: Noted) -> str:
    return " ".join(one.quote.split())
