"""JSON Resume (jsonresume.org, schema 1.0.0) as plain paragraphs, in the writer's own words and nothing more.

Names, contacts, pictures and profiles are left out: nobody needs them to read what was done. Fields that are
no sentences (a position, a school, years) stand in a row, as they were given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from screening.errors import ApplicationError
from screening.files.parsed import Parsed

HEADS: Mapping[str, tuple[str, ...]] = {
    "work": ("position", "name"),
    "volunteer": ("position", "organization"),
    "education": ("studyType", "area", "institution"),
    "projects": ("name", "entity"),
    "certificates": ("name", "issuer", "date"),
    "awards": ("title", "awarder", "date"),
    "publications": ("name", "publisher", "releaseDate"),
}
"""The sections in which somebody tells what they did, and the fields that head an entry of each."""
TOLD = ("summary", "description")
LISTED = ("highlights", "courses", "roles")
SECTIONS = frozenset({*HEADS, "basics", "skills", "languages", "interests", "references"})


def is_resume(value: object) -> bool:
    """Whether a JSON document is a résumé of that schema: it has sections of it, and is no application."""
    return isinstance(value, dict) and bool(SECTIONS & value.keys()) and "narratives" not in value


def resume_text(parsed: Parsed) -> str:
    """The résumé as one text; a section or a field of the wrong kind is refused with its line."""
    value = parsed.value
    paragraphs = [_field(parsed, value.get("basics", {}), ("basics",), "summary")]
    for section, heads in HEADS.items():
        for number, entry in enumerate(_entries(parsed, section)):
            place = (section, number)
            paragraphs.append(_head(parsed, entry, place, heads))
            paragraphs += [_field(parsed, entry, place, name) for name in TOLD]
            paragraphs += [item for name in LISTED for item in _list(parsed, entry, place, name)]
    return "\n".join(filter(None, paragraphs))


def _entries(parsed: Parsed, section: str) -> Sequence[Any]:
    entries = parsed.value.get(section) or []
    if not isinstance(entries, list):
        raise _refused(parsed, (section,), "a list of entries")
    return entries


def _head(parsed: Parsed, entry: Any, place: tuple[str | int, ...], names: Sequence[str]) -> str:
    """Position and place in a row, with the years they were held."""
    words = [_field(parsed, entry, place, name) for name in names]
    years = [_field(parsed, entry, place, name)[:4] for name in ("startDate", "endDate")]
    return ", ".join(filter(None, [*words, "–".join(filter(None, years))]))


def _field(parsed: Parsed, entry: Any, place: tuple[str | int, ...], name: str) -> str:
    if not isinstance(entry, dict):
        raise _refused(parsed, place, "a mapping of fields")
    value = entry.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _refused(parsed, (*place, name), "text")
    return " ".join(value.split()) if name not in TOLD else value.strip()


def _list(parsed: Parsed, entry: Any, place: tuple[str | int, ...], name: str) -> Iterator[str]:
    values = entry.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise _refused(parsed, (*place, name), "a list of texts")
    yield from (value.strip() for value in values)


def _refused(parsed: Parsed, place: tuple[str | int, ...], expected: str) -> ApplicationError:
    name = ".".join(map(str, place))
    return ApplicationError(
        f"{name!r} of the résumé is of another kind", where=parsed.where(place), expected=expected,
        do="see jsonresume.org/schema, or paste the text",
    )  # fmt: skip
