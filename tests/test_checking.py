"""A check while somebody types: equal to the whole screening to the digit, and nothing judged twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from screening import texts
from screening.applications import Application, Essay
from screening.checking import Checker
from screening.results import Rating, Screened
from screening.screener import Screener
from screening.standards import Ksa
from screening.texts import ReadText

ADDED = " I counted 14 boxes on the dock and wrote each one down for the Tuesday report."


@pytest.fixture(scope="module")
def checker(screener: Screener) -> Checker:
    """One checker for the whole module, so that what it remembers can go wrong."""
    return Checker(screener)


def changed(application: Application, ksa: str, text: str) -> Application:
    """The application with another narrative for one KSA."""
    return application.model_copy(update={"narratives": {**application.narratives, ksa: text}})


def test_a_check_of_a_sample_is_the_screening_to_the_digit(
    checker: Checker, samples: dict[str, Application], screened: dict[str, Screened]
) -> None:
    for candidate in list(samples)[::3]:
        assert checker.screen(samples[candidate]) == screened[candidate], candidate


def test_after_each_change_the_check_is_still_the_screening(
    checker: Checker, screener: Screener, samples: dict[str, Application]
) -> None:
    draft = samples["c-0006"]
    for ksa, text in list(draft.narratives.items())[:3]:
        for words in (text + ADDED, text[: len(text) // 2], "", text):
            draft = changed(draft, ksa, words)
            assert checker.screen(draft) == screener.screen(draft), (ksa, words[:40])


def test_an_essay_for_several_is_checked_as_it_is_screened(
    checker: Checker, screener: Screener, samples: dict[str, Application]
) -> None:
    whole = "\n\n".join(samples["c-0006"].narratives.values())[:5_000]
    named = Essay(ksas=("public-courtesy", "group-leadership"), text=whole[:1_500] + ADDED)
    for essays in ((Essay(text=whole),), (named,), (Essay(text=whole), named), (Essay(ksas=(), text=whole),)):
        draft = Application(candidate="d-1", standard="2320-0012", essays=essays)
        assert checker.screen(draft) == screener.screen(draft)


def watch(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, ...]]]:
    """What is judged from now on: the KSA, and the sources of the texts it is judged by."""
    judged: list[tuple[str, tuple[str, ...]]] = []
    weigh = Screener._weigh

    def watched(one: Screener, ksa: Ksa, chosen: Sequence[ReadText], readings: Any) -> Rating:
        judged.append((ksa.id, tuple(text.source for text in chosen)))
        return weigh(one, ksa, chosen, readings)

    monkeypatch.setattr(Screener, "_weigh", watched)
    return judged


def test_only_what_changed_is_judged_again(
    screener: Screener, samples: dict[str, Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    checker, draft = Checker(screener), samples["c-0006"]
    checker.screen(draft)
    judged = watch(monkeypatch)
    read, again = texts.outline_of, list[str]()

    def outlined(text: str, *more: Any) -> Any:
        again.append(text)
        return read(text, *more)

    monkeypatch.setattr("screening.batch.models.outline_of", outlined)
    checker.screen(draft)
    assert (judged, again) == ([], [])
    checker.screen(changed(draft, "reference-tools", draft.narratives["reference-tools"] + ADDED))
    assert judged
    assert {sources for _, sources in judged} == {("narrative:reference-tools",)}
    assert len(again) == 1, "the changed text is read once, however many KSAs it is held against"


def test_for_what_is_no_longer_demonstrated_the_other_texts_are_looked_through(
    screener: Screener, samples: dict[str, Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    """For that KSA alone; nothing else is judged again but by the text that changed."""
    checker, draft = Checker(screener), samples["c-0006"]
    checker.screen(draft)
    judged = watch(monkeypatch)
    emptied = changed(draft, "written-materials", ADDED)
    assert {r.ksa: r.rating for r in checker.screen(emptied).ratings}["written-materials"] != "demonstrated"
    elsewhere = {ksa for ksa, sources in judged if sources != ("narrative:written-materials",)}
    assert elsewhere == {"written-materials"}


def test_advice_quotes_every_sentence_exactly_and_agrees_with_the_rating(
    checker: Checker, samples: dict[str, Application]
) -> None:
    application = samples["c-0006"]
    for one in checker.advise(application).ksas:
        text = application.narratives.get(one.ksa, "")
        quoted = {e.span for e in (*one.rating.evidence, *one.rating.against)}
        assert quoted <= {s.span for s in one.sentences}
        for sentence in one.sentences:
            assert text[sentence.span.start : sentence.span.end] == sentence.quote
            assert (sentence.standing in ("carries", "adds", "both", "against")) == (sentence.span in quoted)
