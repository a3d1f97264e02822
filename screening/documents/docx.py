"""DOCX: paragraphs with their numbers, tables, text boxes; strikes, and tracked changes with who and when."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from screening.documents.composing import Composer, Sign, Signs, quoted, write_table
from screening.documents.docx_numbering import Numbering, read_numbering
from screening.documents.docx_package import Package, damaged, open_package
from screening.documents.docx_styles import Styles, W, attribute, is_shaded, number, read_styles, switch
from screening.errors import DocumentError
from screening.reading.dates import find_dates
from screening.reading.identity import find_mentions
from screening.reading.source import SourceText

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CHANGES = {"ins": "inserted", "moveTo": "inserted", "del": "struck", "moveFrom": "struck"}
SILENT = frozenset(
    W + name
    for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr",
                 "instrText", "delInstrText", "fldChar", "proofErr", "rt", "rubyPr", "customXmlPr",
                 "smartTagPr", "tblPrEx")
)  # fmt: skip
WRITTEN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\xad"}
# Signs of the fonts Symbol and Wingdings that forms and lists use.
SYMBOLS = {
    "F0B7": "•",
    "F0A7": "▪",
    "F0D8": "➢",
    "F0FC": "✓",
    "F0A8": "☐",
    "F06F": "☐",
    "F0FE": "☑",
    "F0FD": "☒",
}
PLAIN_TABLES = frozenset(("", "TableNormal", "TableGrid", "Normal Table", "Table Grid"))
GAP_AT_LEAST = 60  # twentieths of a point between paragraphs that count as an empty line
Sheet = tuple[str, ...]


@dataclass(frozen=True)
class _Place:
    """Where a run stands: the signs of what is around it, its paragraph's style, and whether on a colour."""

    signs: Signs = ()
    style: str | None = None
    shaded: bool = False

    def with_signs(self, *signs: Sign) -> _Place:
        """The same place with more signs."""
        return _Place(tuple(dict.fromkeys((*self.signs, *signs))), self.style, self.shaded)


def read_docx(raw: bytes, file: str) -> SourceText:
    """The source text of a DOCX document; ``file`` is the name that citations carry."""
    package = open_package(raw, file)
    root = package.part(package.main)
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise damaged(file, "it has no body")
    numbering = read_numbering(package.of_kind("numbering"))
    styles = read_styles(package.of_kind("styles"))
    reader = _Reader(package, styles, numbering, copy.deepcopy(numbering), _remarks(package))
    reader.read(body)
    source = reader.out.finish(file, raw)
    if not source.text.strip():
        scanned = (
            next(body.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip"), None) is not None
        )
        raise DocumentError(
            "the document holds pictures and no text: it was scanned"
            if scanned
            else "the document holds no text",
            where=file,
            expected="a document whose words can be selected",
            do="have its text recognised (OCR) and import that" if scanned else "check the file",
        )
    return source


@dataclass
class _Reader:
    """Walks a document once; ``before`` counts list numbers as they were before tracked changes."""

    package: Package
    styles: Styles
    numbering: Numbering
    before: Numbering
    remarks: dict[tuple[str, str], str]
    out: Composer = field(default_factory=Composer)
    gap_below: int = 0
    in_list: bool = False
    boxes: list[tuple[Element, _Place]] = field(default_factory=list)
    read_texts: set[int] = field(default_factory=set)
    changes: dict[tuple[str, str], int] = field(default_factory=dict)

    def read(self, body: Element) -> None:
        """Read the body, section by section, each with its header before it and its footer after it."""
        sections = list(_sections(body))
        sheets = [self._sheets(properties) for _, properties in sections]
        for index, (blocks, _) in enumerate(sections):
            if index == 0 or sheets[index][0] != sheets[index - 1][0]:
                self._margin(sheets[index][0])
            self._blocks(blocks, _Place())
            if index + 1 == len(sections) or sheets[index][1] != sheets[index + 1][1]:
                self._margin(sheets[index][1])
        self._tell_changes()
        self._tell_lost(body)

    # --- headers and footers ---

    def _sheets(self, properties: Element | None) -> tuple[Sheet, Sheet]:
        """The names of the header and footer parts of a section."""
        related = self.package.related()
        found: dict[str, list[str]] = {"headerReference": [], "footerReference": []}
        for element in properties if properties is not None else ():
            names = found.get(element.tag.removeprefix(W))
            target = related.get(element.get(REFERENCE, ""))
            if names is not None and target and not (element.get(W + "type") == "even" and names):
                names.append(target[1])
        return tuple(found["headerReference"]), tuple(found["footerReference"])

    def _margin(self, parts: Sheet) -> None:
        """The lines of headers or footers: furniture, unless they name the standard or date it."""
        seen: set[str] = set()
        if parts:
            self.out.end_paragraph()
        for name in parts:
            root = self.package.part(name)
            inside = Composer() if root is None else self._captured(root, _Place())
            for line in filter(None, (" ".join(part.split()) for part in inside.text.splitlines())):
                if line not in seen:
                    named = find_mentions(line) or find_dates(line)
                    self.out.end_line()
                    self.out.write(line, () if named else (Sign("markup"),))
                    seen.add(line)
        if seen:
            self.out.end_paragraph()

    # --- blocks ---

    def _captured(self, parent: Iterable[Element], place: _Place) -> Composer:
        """What blocks hold, in a composer of its own."""
        outer, self.out = self.out, Composer()
        self._blocks(parent, place)
        inner, self.out = self.out, outer
        return inner

    def _blocks(self, parent: Iterable[Element], place: _Place) -> None:
        for child in parent:
            name = child.tag.removeprefix(W)
            if name == "p":
                self._paragraph(child, place)
            elif name == "tbl":
                self._table(child, place)
            elif name == "altChunk":
                self.out.note("A file embedded in the document could not be read.", self.out.line)
            elif child.tag == MC + "AlternateContent":
                self._blocks(_alternative(child), place)
            elif name == "r" or child.tag == MATH_TEXT:
                self._inline([child], place)
            elif child.tag not in SILENT:
                self._blocks(child, place.with_signs(*self._change(child)))

    def _paragraph(self, paragraph: Element, around: _Place) -> None:
        properties = paragraph.find(W + "pPr")
        style = attribute(properties.find(W + "pStyle")) if properties is not None else None
        mark = None if properties is None else properties.find(W + "rPr")
        marks = mark if mark is not None else ()
        changed = tuple(sign for child in marks for sign in self._change(child, counts=False))
        place = _Place(around.signs, style, around.shaded or is_shaded(properties))
        list_id, level = self._list(paragraph, style)
        gap = max(self.gap_below, self.styles.gap(properties, style, "before"))
        if gap >= GAP_AT_LEAST and not (self.in_list and list_id):
            self.out.end_paragraph()
        self.gap_below, self.in_list = self.styles.gap(properties, style, "after"), bool(list_id)
        begun = self.out.size
        if list_id:
            self._number(list_id, level, place.with_signs(*changed), switch(mark, "strike") or False)
        self._inline(paragraph, place)
        joined = tuple(sign for sign in changed if sign.kind == "struck")
        if joined and not self.out.carries("struck", begun):
            self.out.end_line(joined)  # its mark is deleted, so the next paragraph goes on in its line
            self.gap_below = 0
        elif self.out.size == begun:
            self.out.end_paragraph()
        else:
            self.out.end_line()
        boxes, self.boxes = self.boxes, []
        for box, where in boxes:
            self._blocks(box, where)

    def _list(self, paragraph: Element, style: str | None) -> tuple[str | None, int]:
        """The list that a paragraph is an item of, and its level; None for none."""
        styled_list, styled_level = self.styles.numbering(style)
        direct = paragraph.find(f"{W}pPr/{W}numPr")
        own = None if direct is None else direct.find(W + "numId")
        list_id = (attribute(own) if own is not None else None) or styled_list
        said = None if direct is None else attribute(direct.find(W + "ilvl"))
        level = number(said or styled_level)
        at = self.numbering.styled.get(style or "", 0) if level is None else level
        return (None if list_id in (None, "", "0") else list_id), at

    def _number(self, list_id: str, at: int, place: _Place, struck: bool) -> None:
        """Write the number that is printed before a list paragraph."""
        kinds = {sign.kind for sign in place.signs}
        was = "" if "inserted" in kinds else self.before.printed(list_id, at)
        printed = was if "struck" in kinds else self.numbering.printed(list_id, at)
        signs = (*place.signs, Sign("struck")) if struck and "struck" not in kinds else place.signs
        if printed:
            self.out.write(f"{printed} ", signs)

    def _table(self, table: Element, place: _Place) -> None:
        style = attribute(table.find(f"{W}tblPr/{W}tblStyle")) or ""
        shaded = place.shaded or style not in PLAIN_TABLES
        rows: list[list[Composer]] = []
        headed = False
        for row in _inside(table, "tr"):
            properties = row.find(W + "trPr")
            changes = [
                s for child in (properties if properties is not None else ()) for s in self._change(child)
            ]
            headed = headed or (not rows and switch(properties, "tblHeader") is True)
            rows.append([self._cell(cell, place.with_signs(*changes), shaded) for cell in _inside(row, "tc")])
        self.out.end_paragraph()
        write_table(self.out, rows, headed)
        self.out.end_paragraph()

    def _cell(self, cell: Element, place: _Place, shaded: bool) -> Composer:
        on_colour = shaded or is_shaded(cell.find(W + "tcPr"))
        return self._captured(cell, _Place(place.signs, place.style, on_colour))

    # --- runs ---

    def _inline(self, parent: Iterable[Element], place: _Place) -> None:
        for child in parent:
            name = child.tag.removeprefix(W)
            if name == "r":
                self._run(child, place)
            elif child.tag == MATH_TEXT:
                self._words(child, place.signs)
            elif child.tag == MC + "AlternateContent":
                self._inline(_alternative(child), place)
            elif name == "txbxContent":
                self.boxes.append((child, place))
            elif child.tag not in SILENT:
                self._inline(child, place.with_signs(*self._change(child)))

    def _run(self, run: Element, place: _Place) -> None:
        properties = run.find(W + "rPr")
        signs = list(place.signs)
        if self.styles.struck(properties, place.style):
            signs.append(Sign("struck"))
        if why := self.styles.hidden(properties, place.style, place.shaded):
            signs.append(Sign("hidden", why=why))
        self._run_parts(run, _Place(tuple(signs), place.style, place.shaded))

    def _run_parts(self, run: Iterable[Element], place: _Place) -> None:
        for part in run:
            name = part.tag.removeprefix(W)
            if name == "t":
                self._words(part, place.signs)
            elif name == "delText":
                known = any(sign.kind == "struck" for sign in place.signs)
                self._words(part, place.signs if known else (*place.signs, Sign("struck")))
            elif name in WRITTEN:
                self.out.write(WRITTEN[name], place.signs)
            elif name == "sym":
                self._symbol(part, place.signs)
            elif name in ("footnoteReference", "endnoteReference", "commentReference"):
                self._remark(name.removesuffix("Reference"), part.get(W + "id", ""))
            elif part.tag == MC + "AlternateContent":
                self._run_parts(_alternative(part), place)
            elif part.tag not in SILENT:
                self._inline([part], place)

    def _words(self, part: Element, signs: Signs) -> None:
        self.read_texts.add(id(part))
        self.out.write(part.text or "", signs)

    def _symbol(self, part: Element, signs: Signs) -> None:
        code = (part.get(W + "char") or "").upper()
        known = SYMBOLS.get(code)
        if known is None and len(code) == 4 and not code.startswith(("F0", "E", "D8", "D9")):
            known = chr(int(code, 16)) if all(c in "0123456789ABCDEF" for c in code) else None
        if known is None:
            self.out.note(f"A sign of the font {part.get(W + 'font')} could not be read.", self.out.line)
        self.out.write(known or "\ufffd", signs)

    # --- what stands beside the text ---

    def _change(self, element: Element, counts: bool = True) -> Signs:
        """The sign of a tracked insertion, deletion or move, with its author and date."""
        kind = CHANGES.get(element.tag.removeprefix(W))
        if kind is None:
            return ()
        by, on = element.get(W + "author"), element.get(W + "date")
        if counts:
            self.changes[kind, by or "somebody"] = self.changes.get((kind, by or "somebody"), 0) + 1
        return (Sign("struck" if kind == "struck" else "inserted", by, on),)

    def _tell_changes(self) -> None:
        for by in dict.fromkeys(by for _, by in self.changes):
            counts = [
                f"{count} {word}{'' if count == 1 else 's'}"
                for kind, word in (("struck", "deletion"), ("inserted", "insertion"))
                if (count := self.changes.get((kind, by)))
            ]
            self.out.note(f"Tracked changes by {by}: {' and '.join(counts)}; they are read as accepted.")

    def _remark(self, kind: str, key: str) -> None:
        if remark := self.remarks.get((kind, key)):
            self.out.note(remark, self.out.line)

    def _tell_lost(self, body: Element) -> None:
        """Say which words no rule above reached, so that none is lost in silence."""
        passed = {id(text) for skipped in _passed_over(body) for text in skipped.iter()}
        lost = [
            text.text or ""
            for text in body.iter()
            if text.tag in (W + "t", W + "delText") and id(text) not in self.read_texts | passed
        ]
        if words := " ".join(lost).strip():
            self.out.note(f"Words at a place that is not read were left out: {quoted(words)}")


def _passed_over(body: Element) -> Iterator[Element]:
    """What stands in a document twice (for older word processors), and the readings of ruby text."""
    for element in body.iter(MC + "AlternateContent"):
        chosen = _alternative(element)
        yield from (branch for branch in element if branch is not chosen)
    yield from body.iter(W + "rt")


def _alternative(element: Element) -> Element:
    """The branch of alternative content that holds text: the newer one when both do."""
    branches = [child for child in element if child.tag in (MC + "Choice", MC + "Fallback")]
    spoken = [b for b in branches if any((t.text or "").strip() for t in b.iter(W + "t"))]
    return (spoken or branches or [Element("none")])[0]


def _sections(body: Element) -> Iterator[tuple[list[Element], Element | None]]:
    """The blocks of each section, with its properties, which stand in or after its last paragraph."""
    blocks: list[Element] = []
    for child in body:
        if child.tag == W + "sectPr":
            yield blocks, child
            blocks = []
            continue
        blocks.append(child)
        properties = child.find(f"{W}pPr/{W}sectPr") if child.tag == W + "p" else None
        if properties is not None:
            yield blocks, properties
            blocks = []
    if blocks:
        yield blocks, None


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those in content controls and tracked changes."""
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag not in SILENT and child.tag not in (W + "tbl", W + "tr", W + "tc", W + "p"):
            yield from _inside(child, name)


def _remarks(package: Package) -> dict[tuple[str, str], str]:
    """Comments, footnotes and endnotes as notes, by kind and id."""
    found = {}
    for kind, part in (("comment", "comments"), ("footnote", "footnotes"), ("endnote", "endnotes")):
        root = package.of_kind(part)
        for remark in root if root is not None else ():
            words = quoted(
                " ".join("".join(t.text or "" for t in p.iter(W + "t")) for p in remark.iter(W + "p"))
            )
            day = (remark.get(W + "date") or "")[:10]
            by = f" by {remark.get(W + 'author')}" if remark.get(W + "author") else ""
            if words != '""':
                told = f"A {kind}{by}{f', {day}' if day else ''} is no part of the text: {words}"
                found[kind, remark.get(W + "id", "")] = told.replace("A endnote", "An endnote")
    return found
