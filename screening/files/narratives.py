"""What somebody wrote, out of a file of theirs: text, DOCX, PDF, JSON Resume, or an application.

A document that repeats the requirements as headings is cut at them; any other is one essay for all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from screening.applications import Application, Essay
from screening.documents.opening import MAX_BYTES, read_document
from screening.errors import ApplicationError
from screening.files.json import parse_json
from screening.files.parsed import Parsed, decode, validate
from screening.files.resumes import is_resume, resume_text
from screening.files.yaml import SUFFIXES, parse_yaml
from screening.reading.answer_headings import Question
from screening.reading.answers import cut_answers
from screening.reading.furniture import page_edges, quote_marks
from screening.reading.source import SourceText, marked, without
from screening.standards import Standard

DRAFT = "draft"
"""The candidate id of what nobody has submitted yet."""
RULE = re.compile(r"^[ \t]*\|(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t]*\n?", re.MULTILINE)
ROW = re.compile(r"^[ \t]*\|[^\n]*\|[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class NarrativesFile:
    """What a file holds: texts by KSA id, and essays; ``notes`` say what a person should look at."""

    narratives: dict[str, str] = field(default_factory=dict)
    essays: tuple[Essay, ...] = ()
    notes: tuple[str, ...] = ()
    whole: Application | None = None
    """The application that the file is, where it is one."""

    def application(self, standard: Standard) -> Application:
        """As an application: the file's own, or a draft for a standard."""
        return self.whole or Application(
            candidate=DRAFT, standard=standard.address, narratives=self.narratives, essays=self.essays
        )


def read_narratives(raw: bytes, file: str, standard: Standard, ksa: str | None = None) -> NarrativesFile:
    """The texts of a file; with ``ksa`` all of it was written for that one requirement."""
    ending = Path(file).suffix.lower()
    if ending in SUFFIXES:
        found = _structured(raw, file, ending)
        if isinstance(found, Application):
            return NarrativesFile(dict(found.narratives), found.essays, whole=found)
        text, notes = found, tuple[str, ...]()
    else:
        source = read_document(raw, file)
        text, notes = _plain(source), tuple(note.text for note in source.notes)
    if not text.strip():
        raise ApplicationError("no words were found in it", where=file, expected="a text that can be read",
                               do="a scanned document needs its text recognised (OCR) first")
    if ksa is not None:
        return NarrativesFile({standard.ksa(ksa).id: text}, notes=notes)
    return by_heading(text, standard, notes)


def _structured(raw: bytes, file: str, ending: str) -> Application | str:
    """An application, or the text of a résumé."""
    path = Path(file)
    text = decode(raw, path)
    parsed: Parsed = parse_json(text, path) if ending == ".json" else parse_yaml(text, path)
    if is_resume(parsed.value):
        return resume_text(parsed)
    if not isinstance(parsed.value, dict) or not {"narratives", "essays"} & parsed.value.keys():
        raise ApplicationError(
            "this is neither a résumé nor an application", where=file,
            expected="JSON Resume, or an application with `narratives` or `essays`",
            do="paste the text instead",
        )  # fmt: skip
    return validate(Application, parsed, ApplicationError)


def _plain(source: SourceText) -> str:
    """A document's words: nothing struck or hidden, no marks, at most one empty line between paragraphs."""
    gone = [*marked(source, "struck", "hidden", "markup"), *quote_marks(source), *page_edges(source)]
    text = ROW.sub(_cells, RULE.sub("", without(source, gone).text))
    return re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", text).strip()


def _cells(row: re.Match[str]) -> str:
    """A row of a table as paragraphs, one a cell: what is asked stands over what answers it."""
    cells = (cell.strip() for cell in row.group().strip().strip("|").split("|"))
    return "\n".join(["", *(cell for cell in cells if cell), ""])


def read_draft(path: Path, standard: Standard, ksa: str | None = None) -> NarrativesFile:
    """The texts in a file on this machine, as ``read_narratives`` finds them."""
    if not path.is_file():
        raise ApplicationError("there is no such file", where=str(path), do="check the path")
    with path.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    return read_narratives(raw, path.name, standard, ksa)


def by_heading(text: str, standard: Standard, notes: Sequence[str] = ()) -> NarrativesFile:
    """A text cut at the lines that name a requirement, or one essay where no line does."""
    answers = cut_answers(text, _questions(standard))
    if not answers.texts:
        return NarrativesFile(essays=(Essay(text=text),), notes=tuple(notes))
    return NarrativesFile(answers.texts, notes=(*notes, *answers.notes))


def _questions(standard: Standard) -> list[Question]:
    """The requirements by the numbers that they are printed with, or else by their places."""
    printed = [re.sub(r"\D", "", ksa.number or "") for ksa in standard.ksas]
    counted = len(set(printed)) == len(printed) and all(printed)
    return [
        Question(ksa.id, ksa.text, int(number) if counted else place)
        for place, (ksa, number) in enumerate(zip(standard.ksas, printed, strict=True), start=1)
    ]
