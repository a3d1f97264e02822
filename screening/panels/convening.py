"""What somebody types to convene a panel, on a command line or in a form: settings, members, categories."""

from __future__ import annotations

from collections.abc import Container

from pydantic import ValidationError

from screening.errors import PanelError
from screening.panels.settings import Member, PanelSettings
from screening.ranking.terms import Category

DUTIES = ("", "rates", "decides")
"""What a member does: what is usual for the role (all but HR rate), rate, or only decide between others."""


def free_id(code: str, taken: Container[str]) -> str:
    """An id for a panel on a position: ``CODE-NUMBER``, the first that no panel has."""
    number = 1
    while f"{code}-{number}" in taken:
        number += 1
    return f"{code}-{number}"


def settings_from(**given: object) -> PanelSettings:
    """The settings of a panel; what does not go together is refused with the reason."""
    try:
        return PanelSettings.model_validate(given)
    except ValidationError as error:
        said = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise PanelError(
            "the settings do not go together",
            expected=said,
            do="correct the settings; docs/panel.md lists them, and what each rule asks for",
        ) from error


def member_from(name: str, role: str, duty: str = "") -> Member:
    """A member by id, role and one of :data:`DUTIES`."""
    rates = duty == "rates" if duty else role != "hr"
    try:
        member = Member.model_validate({"id": name, "role": role, "rates": rates})
    except ValidationError as error:
        raise _no_member(name, role) from error
    if duty not in DUTIES:
        raise _no_member(name, f"{role}:{duty}")
    return member


def _no_member(name: str, role: str) -> PanelError:
    return PanelError(
        f"{name!r} as {role!r} is no member",
        expected="an id of letters, digits and . _ : -, and as a role chair, member or hr",
        do="on the command line it is ID:ROLE, with :rates or :decides after it where that is meant",
    )


def category_from(line: str) -> Category:
    """A quality category: ``95: best qualified: meets all at the top level``."""
    points, _, rest = line.partition(":")
    name, _, definition = (part.strip() for part in rest.partition(":"))
    try:
        return Category.model_validate({"from_points": points, "name": name, "definition": definition})
    except ValidationError as error:
        raise PanelError(
            f"{line!r} is no category",
            expected="POINTS:NAME:DEFINITION, for example 95:best:shows every KSA beyond its minimum",
            do="write all three parts with colons between them, the points as a number",
        ) from error
