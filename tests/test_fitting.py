"""The fit finds what is there, holds the signs, and gives the same numbers every time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from screening.fitted import fitted_settings
from screening.fitting import CAPS, CREDITS, Example, fit, held_out, refit

NOTHING = dict.fromkeys([*CAPS, "appraisal"], 0)


def invented(count: int, seed: int = 1) -> list[Example]:
    """Examples in which denials and one direction of the vectors decide, and results go the wrong way."""
    random = np.random.default_rng(seed)
    made = []
    for number in range(count):
        mean = random.normal(size=8)
        denials = int(random.integers(0, 3))
        verdict = float(2 * mean[0] - 2 * denials + 1 + random.normal() > 0)
        facts = NOTHING | {
            "denials": denials,
            "results": int(verdict == 0),
            "own_acts": int(random.integers(0, 4)),
        }
        made.append(Example(facts, mean, np.eye(8)[number % 3], verdict, f"author {number % 4}"))
    return made


def test_the_signs_are_held() -> None:
    """Telling an outcome never lowers a rating, even where a corpus has it so; a denial never raises one."""
    fitted = fit(invented(200))
    assert all(
        (weight.points > 0) == (name in CREDITS) and weight.points for name, weight in fitted.weights.items()
    )


def test_beside_the_trained_reader_neither_claims_nor_length_count() -> None:
    """A claim beside evidence takes nothing away; many words add nothing."""
    assert {*fit(invented(200)).weights} - {*fit(invented(200), trained=True).weights} == {"claims", "fresh"}


def test_the_direction_that_decides_is_found() -> None:
    """The first dimension outweighs every other."""
    telling = np.abs(np.array(fit(invented(400)).telling))
    assert telling[0] == telling.max()


def test_the_same_examples_give_the_same_numbers() -> None:
    """To the last one."""
    assert fit(invented(120)) == fit(invented(120))


def test_a_borderline_case_moves_no_number() -> None:
    """Neither of a fit nor of one that starts from the numbers in force."""
    examples = invented(120)
    borderline = [replace(e, demonstrated=0.5, facts=e.facts | {"denials": 3}) for e in examples[:40]]
    assert fit(examples + borderline) == fit(examples)
    assert fit(examples + borderline, trained=True) == fit(examples, trained=True)
    start = fitted_settings()
    assert refit(examples + borderline, start) == refit(examples, start)


def test_a_held_out_strength_comes_from_a_fit_that_saw_nothing_of_its_group() -> None:
    """It is what fitting on the others gives."""
    examples = invented(80)
    strengths = held_out(examples)
    others = fit([e for e in examples if e.group != "author 2"])
    mine = [i for i, e in enumerate(examples) if e.group == "author 2"]
    assert [strengths[i] for i in mine] == [others.strength(examples[i]) for i in mine]
