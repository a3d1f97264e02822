"""Which of the things that a compound requirement asks for nothing quoted comes near, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from screening.models import Record

UNTOUCHED = "Nothing here about {}."


class Element(Record):
    """One thing that a requirement asks for, in its own words, and whether a quoted sentence comes near."""

    name: str
    touched: bool


def elements_in(touched: Mapping[str, bool]) -> tuple[Element, ...]:
    """The elements of a rating, in the requirement's order."""
    return tuple(Element(name=name, touched=is_touched) for name, is_touched in touched.items())


def untouched(elements: Sequence[Element]) -> str:
    """What is told of the elements without anything; empty where there are none."""
    names = [f"“{element.name}”" for element in elements if not element.touched]
    return UNTOUCHED.format(listed(names, "or")) if names else ""


def listed(names: Sequence[str], joining: str = "and") -> str:
    """Names in a row as a sentence holds them: "a, b or c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joining} {names[-1]}"
