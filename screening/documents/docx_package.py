"""A DOCX file's parts: the zip opened within bounds, its XML read without declarations, entities or depth."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from screening.errors import DocumentError

MAX_BYTES = 20_000_000
PART_BYTES = 12_000_000  # of XML, unpacked; a page of Word takes about 50,000
ALL_BYTES = 300_000_000  # of everything, unpacked; pictures are never unpacked
PARTS_AT_MOST = 5_000
RATIO_AT_MOST = 250  # unpacked to packed; Word's own XML reaches about 40
DEPTH_AT_MOST = 200
ELEMENTS_AT_MOST = 400_000
DECLARES = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T|E\x00?N\x00?T\x00?I|E\x00?L\x00?E\x00?M)")
SAVE = "open it in a word processor, save it as .docx once more, and import that"
# The strict variant of the format has other names for the same things.
STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}


@dataclass(frozen=True)
class Package:
    """The parts of a DOCX file that hold words or say how they look."""

    file: str
    archive: zipfile.ZipFile
    main: str

    def part(self, name: str) -> Element | None:
        """The root element of a part, or None when the file has none of that name."""
        if name not in self.archive.namelist():
            return None
        info = self.archive.getinfo(name)
        if info.file_size > PART_BYTES or info.file_size > RATIO_AT_MOST * max(info.compress_size, 4_000):
            raise _bomb(self.file, f"its part {name} unpacks to {info.file_size:,} bytes")
        try:
            return _parsed(self.archive.read(info), self.file, name)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise damaged(self.file, f"its part {name} cannot be unpacked ({error})") from None

    def related(self) -> Mapping[str, tuple[str, str]]:
        """The parts that the main part refers to: id to the last word of the kind and the part's name."""
        folder, name = posixpath.split(self.main)
        root = self.part(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        found = {}
        for relation in root if root is not None else ():
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = relation.get("Type", "").rpartition("/")[2]
                found[relation.get("Id", "")] = (kind, posixpath.normpath(path))
        return found

    def of_kind(self, kind: str) -> Element | None:
        """The root of the first part of a kind that the main part refers to ("styles", "comments")."""
        names = [name for found, name in self.related().values() if found == kind]
        return self.part(names[0]) if names else None


def open_package(raw: bytes, file: str) -> Package:
    """Open a DOCX file's bytes; what is no DOCX file, damaged, or a bomb is refused."""
    if len(raw) > MAX_BYTES:
        raise DocumentError(
            f"the document is larger than {MAX_BYTES:,} bytes",
            where=file,
            expected="one standard, or one letter with its enclosures",
            do="save it without its pictures",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise damaged(file, f"it is no whole zip archive ({error})") from None
    if len(entries) > PARTS_AT_MOST or sum(entry.file_size for entry in entries) > ALL_BYTES:
        raise _bomb(file, f"its {len(entries):,} parts unpack to more than a document needs")
    package = Package(file, archive, "")
    root = package.part("_rels/.rels")
    for relation in root if root is not None else ():
        if relation.get("Type", "").endswith("/officeDocument"):
            main = posixpath.normpath(relation.get("Target", "").lstrip("/"))
            return Package(file, archive, main)
    if "word/document.xml" in archive.namelist():
        return Package(file, archive, "word/document.xml")
    raise damaged(file, "it names no main document")


def _parsed(xml: bytes, file: str, name: str) -> Element:
    """The root of an XML part; declarations of types and entities are refused before anything is expanded."""
    if DECLARES.search(xml):
        raise DocumentError(
            f"its part {name} declares a document type, which no word processor writes",
            where=file,
            expected="a DOCX file as a word processor saves it",
            do=SAVE,
        )
    root: Element | None = None
    try:
        for element, depth, count in _elements(xml):
            root = element if root is None else root
            if depth > DEPTH_AT_MOST or count > ELEMENTS_AT_MOST:
                what = f"{DEPTH_AT_MOST} deep" if depth > DEPTH_AT_MOST else f"{ELEMENTS_AT_MOST:,} elements"
                raise _bomb(file, f"its part {name} nests elements more than {what}")
    except ElementTree.ParseError as error:
        raise damaged(file, f"its part {name} is no well-formed XML ({error})") from None
    if root is None:
        raise damaged(file, f"its part {name} is empty")
    return _transitional(root)


def _elements(xml: bytes) -> Iterator[tuple[Element, int, int]]:
    """Each element as it begins, with its depth and how many began before it; some XML at a time."""
    parser: ElementTree.XMLPullParser[Element] = ElementTree.XMLPullParser(("start", "end"))
    depth = count = 0
    for at in range(0, len(xml), 65_536):
        parser.feed(xml[at : at + 65_536])
        for event, element in parser.read_events():  # type: ignore[misc]
            if event == "start" and isinstance(element, Element):
                depth, count = depth + 1, count + 1
                yield element, depth, count
            else:
                depth -= 1
    parser.close()


def _transitional(root: Element) -> Element:
    """The same tree with the names of the strict variant made the usual ones."""
    if any(name in root.tag for name in STRICT):
        for element in root.iter():
            for strict, usual in STRICT.items():
                element.tag = element.tag.replace(f"{{{strict}}}", f"{{{usual}}}")
                for name in [n for n in element.attrib if strict in n]:
                    element.attrib[name.replace(strict, usual)] = element.attrib.pop(name)
    return root


def damaged(file: str, why: str) -> DocumentError:
    """A file that is cut off, changed or not what it says."""
    return DocumentError(
        f"the document is damaged: {why}",
        where=file,
        expected="a whole DOCX file",
        do=f"get it again, or {SAVE}",
    )


def _bomb(file: str, why: str) -> DocumentError:
    return DocumentError(
        f"the document is damaged, or a trap: {why}",
        where=file,
        expected="a document of a few pages' length",
        do="do not open it unless you trust its sender; ask for the text, or for a PDF",
    )
