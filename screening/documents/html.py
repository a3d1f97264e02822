"""HTML: blocks, cells and breaks make lines; struck, inserted and hidden words are found by tag and style."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from screening.documents.composing import Composer, Sign, Signs, write_table
from screening.documents.html_styles import Declared, Look, look, strikes, styles_of
from screening.documents.numerals import numeral
from screening.errors import DocumentError
from screening.reading.source import SourceText
from screening.standards import Note

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_BYTES = 3_000_000
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})")
VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr"
))  # fmt: skip
CLOSED_BY_OTHERS = frozenset((
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot", "colgroup", "rp",
    "rt", "html", "head", "body"
))  # fmt: skip
DEPTH_AT_MOST = 1_000
TAGS_AT_MOST = 100_000
WORK_AT_MOST = 3_000_000  # elements that a parser may have to open, counted as the depth at every tag
TABLES_AT_MOST = 20  # tables within tables

DROPPED = frozenset((
    "script", "style", "head", "template", "noscript", "iframe", "object", "svg", "math", "canvas",
    "audio", "video", "map"
))  # fmt: skip
FURNITURE = frozenset(("nav", "button", "select", "search"))
FURNITURE_ROLES = frozenset(("navigation", "search", "menubar"))
PARAGRAPHS = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section", "article", "address",
    "fieldset", "ul", "ol", "dl", "table", "hr"
))  # fmt: skip
BLOCKS = PARAGRAPHS | frozenset((
    "div", "li", "dt", "dd", "tr", "td", "th", "caption", "header", "footer", "main", "aside", "nav",
    "form", "figure", "figcaption", "center", "legend", "details", "summary", "body", "thead", "tbody",
    "tfoot"
))  # fmt: skip
STRUCK = frozenset(("s", "del", "strike"))
LISTED = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
SEEN = Look()
Step = tuple[Literal["open", "close", "text"], "LexborNode"]


def read_html(raw: bytes, file: str) -> SourceText:
    """The source text of an HTML page; ``file`` is the name that citations carry."""
    from selectolax.lexbor import LexborHTMLParser

    text, composer = _decoded(raw, file)
    _refuse_nested(text, file)
    tree = LexborHTMLParser(text)
    if tree.body is not None:
        page = _Page(styles_of(tree), composer)
        page.read(tree.body)
    source = composer.finish(file, raw)
    if not source.text.strip():
        pictures = len(tree.css("img"))
        raise DocumentError(
            f"the page holds no text, only {pictures} pictures" if pictures else "the page holds no text",
            where=file,
            expected="a page with the standard's words in it",
            do="save the page again when it has loaded whole, or import the document that it shows",
        )
    return source


def _decoded(raw: bytes, file: str) -> tuple[str, Composer]:
    """The page's characters: by its byte order mark, by its own declaration, as UTF-8, or as Windows-1252."""
    if len(raw) > MAX_BYTES:
        raise DocumentError(
            f"the page is larger than {MAX_BYTES:,} bytes",
            where=file,
            expected="one standard, or one letter with its enclosures",
            do="save the page without its pictures",
        )
    declared = DECLARED.search(raw[:4096])
    marked = next((name for mark, name in MARKS.items() if raw.startswith(mark)), None)
    for encoding in (marked, declared.group(1).decode("ascii") if declared else None, "utf-8"):
        try:
            if encoding:
                return raw.decode(encoding, errors="strict" if encoding == "utf-8" else "replace"), Composer()
        except (LookupError, UnicodeDecodeError):
            continue
    note = Note(text="The file is not UTF-8 and does not say what it is; it was read as Windows-1252.")
    return raw.decode("cp1252", errors="replace"), Composer(notes=[note])


def _refuse_nested(text: str, file: str) -> None:
    """Refuse what a parser would choke on: elements within elements without end."""
    open_now: dict[str, int] = {}
    depth = work = tags = 0
    for match in TAG.finditer(text):
        name, tags, work = match.group(2).lower(), tags + 1, work + depth
        if tags > TAGS_AT_MOST or depth > DEPTH_AT_MOST or work > WORK_AT_MOST:
            raise DocumentError(
                f"elements stand within elements more than {DEPTH_AT_MOST:,} deep"
                if depth > DEPTH_AT_MOST
                else "the page has too many elements",
                where=file,
                expected="a page of a few pages' length",
                do="save the text of the page, or print it to PDF, and import that",
            )
        if name in VOID or name in CLOSED_BY_OTHERS:
            continue
        if not match.group(1):
            open_now[name] = open_now.get(name, 0) + 1
            depth += 1
        elif open_now.get(name):
            open_now[name] -= 1
            depth -= 1


@dataclass(frozen=True)
class _Style:
    """How words stand at one place: their signs, whether they can be seen, blanks kept or not."""

    signs: Signs = ()
    look: Look = SEEN
    preformatted: bool = False


PLAIN = _Style()


@dataclass
class _List:
    """A list being read: how it counts, and its next number."""

    counts: str | None
    number: int = 1
    step: int = 1


@dataclass
class _Page:
    """Walks a page once, without recursion except into tables within tables."""

    styles: Mapping[int, Declared]
    out: Composer
    tables: int = 0
    lists: list[_List] = field(default_factory=list)
    numbered_to: int = -1  # where the text ended when an item's number was written
    blank: Signs | None = None  # a blank held back until a word follows on the line

    def read(self, top: LexborNode, style: _Style = PLAIN) -> None:
        """Read an element with everything in it."""
        stack = [style]
        skipped: LexborNode | None = None
        for step, node in _steps(top):
            if skipped is not None:
                skipped = None if step == "close" and node.mem_id == skipped.mem_id else skipped
            elif step == "text":
                self._text(node.text_content or "", stack[-1])
            elif step == "close":
                self._close(node, stack.pop())
            elif self._passes_over(node, stack[-1]):
                skipped = node
            else:
                stack.append(self._open(node, stack[-1]))

    def _passes_over(self, node: LexborNode, style: _Style) -> bool:
        """Whether an element is not walked: it holds no words, or it is a table, which is read by itself."""
        tag = node.tag or ""
        if tag in DROPPED or (tag == "input" and node.attributes.get("type") == "hidden"):
            return True
        if tag == "table" and self.tables < TABLES_AT_MOST:
            self._table(node, self._style(node, style))
            return True
        return False

    def _open(self, node: LexborNode, around: _Style) -> _Style:
        tag, style = node.tag or "", self._style(node, around)
        if tag == "br":
            self._break("\n")
        elif self._is_block(node):
            self._end(tag, opens=True)
        if tag in ("ol", "ul"):
            self.lists.append(self._list(node))
        elif tag == "li":
            self._item(node, style)
        return style

    def _close(self, node: LexborNode, style: _Style) -> None:
        tag = node.tag or ""
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        if tag == "dt" and not self.out.at_line_start and _is_defined(node):
            self.blank = None
            self.out.write(" " if _said(node).endswith(":") else ": ")
            self.numbered_to = self.out.size
        elif tag != "br" and self._is_block(node):
            self._end(tag)

    def _is_block(self, node: LexborNode) -> bool:
        display = self.styles.get(node.mem_id, {}).get("display", "")
        return node.tag in BLOCKS or display in ("block", "flex", "grid", "table", "list-item", "table-row")

    def _end(self, tag: str, opens: bool = False) -> None:
        """End the line for a block; within lists and cells no empty line parts paragraphs."""
        self.blank = None
        if opens and self.out.size == self.numbered_to:
            return
        if tag in PARAGRAPHS and not self.lists and not self.tables:
            self.out.end_paragraph()
        else:
            self.out.end_line()

    def _break(self, text: str) -> None:
        self.blank = None
        if not self.out.at_line_start:
            self.out.write(text)

    def _text(self, text: str, style: _Style) -> None:
        """Words on the line, every run of blanks one blank, none at a line's start or end."""
        if style.preformatted:
            self.out.write(text, style.signs)
            return
        for piece in re.findall(r"[ \t\r\n\f]+|[^ \t\r\n\f]+", text):
            if piece[0] in " \t\r\n\f":
                if not self.out.at_line_start and self.blank is None:
                    self.blank = style.signs
            else:
                if self.blank is not None:
                    self.out.write(" ", tuple(s for s in self.blank if s in style.signs))
                    self.blank = None
                self.out.write(piece, style.signs)

    # --- styles ---

    def _style(self, node: LexborNode, around: _Style) -> _Style:
        """How the words in an element stand, given how those around it do."""
        declared = self.styles.get(node.mem_id, {})
        attributes, tag = node.attributes, node.tag or ""
        signs = [s for s in around.signs if s.kind != "hidden"]
        struck = strikes(declared)
        if struck or (struck is None and tag in STRUCK):
            signs.append(Sign("struck", *_who(node)))
        if tag == "ins":
            signs.append(Sign("inserted", *_who(node)))
        if tag in FURNITURE or attributes.get("role") in FURNITURE_ROLES:
            signs.append(Sign("markup"))
        if attributes.get("bgcolor"):
            declared = {"background-color": str(attributes["bgcolor"]).lower(), **declared}
        if "hidden" in attributes:
            declared = {"display": "none", **declared}
        seen = look(declared, around.look)
        if seen.hidden:
            signs.append(Sign("hidden", why=seen.hidden))
        space = declared.get("white-space", "")
        preformatted = tag == "pre" or space.startswith("pre") or (around.preformatted and not space)
        return _Style(tuple(dict.fromkeys(signs)), seen, preformatted)

    # --- lists ---

    def _list(self, node: LexborNode) -> _List:
        declared, attributes = self.styles.get(node.mem_id, {}), node.attributes
        styled = declared.get("list-style-type") or declared.get("list-style", "").split(" ")[0]
        if node.tag == "ul" and styled not in LISTED.values():
            return _List(None if styled == "none" else "bullet")
        counts = styled or LISTED.get(attributes.get("type") or "1", "decimal")
        first, step = _integer(attributes.get("start")), 1
        if "reversed" in attributes:
            step = -1
            first = sum(child.tag == "li" for child in node.iter()) if first is None else first
        return _List(None if counts == "none" else counts, 1 if first is None else first, step)

    def _item(self, node: LexborNode, style: _Style) -> None:
        """What is printed before a list item: its number, or a bullet."""
        if not self.lists:
            return
        current = self.lists[-1]
        value = _integer(node.attributes.get("value"))
        current.number = current.number if value is None else value
        own = self.styles.get(node.mem_id, {}).get("list-style-type", "")
        if current.counts == "bullet":
            self.out.write("- ", style.signs)
        elif current.counts and own != "none":
            self.out.write(f"{numeral(current.number, current.counts)}. ", style.signs)
        self.numbered_to = self.out.size
        current.number += current.step

    # --- tables ---

    def _table(self, table: LexborNode, style: _Style) -> None:
        rows: list[list[Composer]] = []
        headed = False
        self.blank = None
        for row in _rows(table):
            cells = [child for child in row.iter() if child.tag in ("td", "th")]
            row_style = self._style(row, style)
            headed = headed or (not rows and len(cells) > 1 and all(cell.tag == "th" for cell in cells))
            rows.append([self._cell(cell, row_style) for cell in cells])
        self.out.end_paragraph()
        for caption in (child for child in table.iter() if child.tag == "caption"):
            self.out.absorb(self._cell(caption, style))
            self.out.end_line()
        write_table(self.out, rows, headed)
        self.out.end_paragraph()

    def _cell(self, cell: LexborNode, style: _Style) -> Composer:
        inner = _Page(self.styles, Composer(), self.tables + 1)
        inner.read(cell, style)
        return inner.out


def _steps(top: LexborNode) -> Iterator[Step]:
    """An element and everything in it, opened and closed in order."""
    node: LexborNode | None = top
    while node is not None:
        if node.tag == "-text":
            yield "text", node
        elif node.is_element_node:
            yield "open", node
        if node.child is not None:
            node = node.child
            continue
        while node is not None:
            if node.is_element_node:
                yield "close", node
            if node.mem_id == top.mem_id:
                return
            if node.next is not None:
                node = node.next
                break
            node = node.parent


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """The rows of a table, not those of tables within it."""
    for child in table.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child.iter() if row.tag == "tr")


def _is_defined(term: LexborNode) -> bool:
    """Whether a definition follows a term at once, so that both stand on one line as "term: definition"."""
    after = term.next
    while after is not None and after.tag == "-text" and not (after.text_content or "").strip():
        after = after.next
    return after is not None and after.tag == "dd" and not _said(term).endswith((".", "?", "!"))


def _said(node: LexborNode) -> str:
    return (node.text(deep=True) or "").rstrip()


def _who(node: LexborNode) -> tuple[str | None, str | None]:
    """Who changed a text and when, as ``ins`` and ``del`` may say."""
    cite, when = node.attributes.get("cite") or "", node.attributes.get("datetime")
    return (cite.removeprefix("mailto:") or None if cite.startswith("mailto:") else None), when or None


def _integer(value: str | None) -> int | None:
    return int(value) if value is not None and re.fullmatch(r"-?[0-9]{1,6}", value.strip()) else None
