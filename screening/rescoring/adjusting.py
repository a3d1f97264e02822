"""Other numbers for a what-if, named as somebody types them: a setting's, or one KSA's threshold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic import ValidationError

from screening.errors import ScreeningError
from screening.rescoring.scope import Basis
from screening.settings import Settings
from screening.standards import Checklist, Threshold

THRESHOLDS: tuple[Threshold, ...] = get_args(Threshold)
"""What a checklist may set for one KSA."""
EXAMPLES = "bands.demonstrated=1800, gates.standing=100, weights.results.points=200, or KSA.review=-500"


def adjusted(
    settings: Settings, checklist: Checklist, ksas: Iterable[str], numbers: Iterable[str]
) -> tuple[Settings, Checklist]:
    """Settings and checklist with these numbers (``NAME=NUMBER``) in the place of their own.

    ``ksas`` are the ids that a name may begin with. Raises :class:`ScreeningError` for what is no number of
    either.
    """
    known = frozenset(ksas)
    data, entries = settings.model_dump(mode="json"), dict(checklist.ksas)
    for given in numbers:
        name, found, number = given.partition("=")
        head, _, rest = name.strip().partition(".")
        if not found:
            raise _refused(f"{given!r} sets nothing")
        if head in known:
            if rest not in THRESHOLDS or head not in entries:
                raise _refused(f"{name} is no threshold of a KSA", ", ".join(THRESHOLDS))
            own = entries[head]
            thresholds = {**own.thresholds, rest: _whole(number, name)}
            entries[head] = own.model_copy(update={"thresholds": thresholds})
        else:
            _set(data, name.strip(), number.strip())
    try:
        changed = Settings.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise _refused(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    return changed, checklist.model_copy(update={"ksas": entries})


def _set(data: dict[str, Any], name: str, number: str) -> None:
    """Put a number in its place; only where there is a number, and nothing else, already."""
    *path, last = name.split(".")
    place: Any = data
    for part in path:
        place = place.get(part) if isinstance(place, Mapping) else None
    if not isinstance(place, dict) or last not in place or isinstance(place[last], (dict, list, str, bool)):
        raise _refused(f"{name} is no number of the settings")
    place[last] = _number(number, name)


def _number(number: str, name: str) -> int | float:
    try:
        return float(number) if "." in number else int(number)
    except ValueError:
        raise _refused(f"{name} is set to {number!r}", "a number") from None


def _whole(number: str, name: str) -> int:
    try:
        return int(number)
    except ValueError:
        raise _refused(f"{name} is set to {number!r}", "a whole number, in thousandths") from None


def _refused(found: str, expected: str = "") -> ScreeningError:
    return ScreeningError(
        f"--set: {found}",
        expected=expected or f"NAME=NUMBER, such as {EXAMPLES}",
        do="correct the name or the number; docs/settings.md lists every setting",
    )


def adjusted_basis(basis: Basis, numbers: Iterable[str]) -> Basis:
    """The basis of a run with other numbers; everything else as it was."""
    ksas = [ksa.id for ksa in basis.document.ksas]
    entries = {ksa: basis.entry(ksa) for ksa in ksas}
    whole = basis.checklist.model_copy(update={"ksas": entries})
    settings, checklist = adjusted(basis.settings, whole, ksas, numbers)
    versions = basis.versions.model_copy(update={"settings": settings.version})
    return Basis(basis.document, checklist, versions, settings)
