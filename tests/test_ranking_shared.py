"""Two applications that hold the same words are told of, and no rating depends on it."""

from __future__ import annotations

import json

import batches
from hypothesis import given
from hypothesis import strategies as st

from screening.applications import Application, Essay
from screening.ranking import rank
from screening.ranking.shared import WORDS, shared_passages
from screening.reports import Slated, html
from screening.reports import json as as_json

STANDARD = batches.standard()
STORY = ("When the belt on dock four tore in March 2018 I moved the crew to the hand tables and we cleared "
         "two thousand pieces before the truck left.")  # fmt: skip
OWN = "I kept the books of a small clinic for six years and closed them every month without a difference."


def wrote(candidate: str, essays: tuple[str, ...] = (), **narratives: str) -> Application:
    told = tuple(Essay(ksas=None, text=text) for text in essays)
    return Application(candidate=candidate, standard=batches.CODE, narratives=narratives, essays=told)


def test_a_passage_that_two_have_is_told_once_with_its_places_and_words() -> None:
    first = wrote("c-1", sorting=f"{OWN} {STORY}")
    second = wrote("c-2", essays=(f"Here is mine. {STORY.upper()}",))
    (found,) = shared_passages([second, first], STANDARD)
    assert found.held_by == (("c-1", "narrative:sorting"), ("c-2", "essay:1"))
    assert found.quote == STORY.rstrip(".")
    assert found.words == len(STORY.split())


def test_what_one_wrote_twice_what_is_short_and_what_the_standard_prints_are_not_told() -> None:
    short = " ".join(STORY.split()[: WORDS - 1])
    twice = wrote("c-1", sorting=STORY, training=STORY)
    assert shared_passages([twice, *(wrote(f"c-{i}", sorting=short) for i in (2, 3))], STANDARD) == ()
    printed = STANDARD.ksas[0].text
    assert len(printed.split()) >= WORDS
    assert shared_passages([wrote(f"c-{i}", sorting=printed) for i in (2, 3)], STANDARD) == ()


@given(
    st.lists(
        st.lists(st.sampled_from([STORY, OWN, "I sort."]), max_size=3, unique=True), min_size=1, max_size=5
    )
)
def test_the_order_of_applications_does_not_matter_and_every_quote_is_exact(texts: list[list[str]]) -> None:
    applications = [wrote(f"c-{i}", sorting=" ".join(told)) for i, told in enumerate(texts)]
    found = shared_passages(applications, STANDARD)
    assert shared_passages(applications[::-1], STANDARD) == found
    words = {one.candidate: one.narratives.get("sorting", "") for one in applications}
    for passage in found:
        assert passage.quote in words[passage.held_by[0][0]]
        assert len({candidate for candidate, _ in passage.held_by}) > 1
        assert all(passage.quote in words[candidate] for candidate, _ in passage.held_by)


def test_the_slate_tells_of_it_and_the_ratings_are_the_same() -> None:
    screener = batches.small_screener()
    alike = [wrote("c-1", sorting=STORY), wrote("c-2", sorting=STORY)]
    alone = [screener.screen(one) for one in alike]
    slate = rank([screener.screen(one) for one in alike], screener.standard.address, screener.versions)
    assert [place.screened for place in slate.places] == alone
    slated = Slated(slate, screener.standard, {one.candidate: one for one in alike})
    (told,) = json.loads(as_json.render(slated))["shared"]
    assert [one["candidate"] for one in told["held_by"]] == ["c-1", "c-2"]
    assert "Word for word in several applications" in html.render(slated)
    apart = Slated(slate, screener.standard, {"c-1": alike[0]})
    assert "Word for word" not in html.render(apart)
