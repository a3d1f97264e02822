"""What kind of document some bytes are, told by their content first and by the file's name second."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from screening.errors import DocumentError

Kind = Literal["text", "markdown", "html", "docx", "pdf"]
READABLE = "plain text, Markdown, HTML, DOCX or PDF"
AS_DOCX = "open it in a word processor, save it as .docx or PDF, and import that"
OCR = "have its text recognised (OCR) and import the text or the PDF that this gives"
PAGE = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
OTHER_XML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*<\?xml\b.{0,600}?<(?:\w+:)?(wordDocument|package|document)\b", re.DOTALL
)
# Starts of files that no reader here takes: what they are, and what to do.
REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "this is an RTF document", AS_DOCX),
    (b"\x89PNG", "this is a picture (PNG)", OCR),
    (b"\xff\xd8\xff", "this is a picture (JPEG)", OCR),
    (b"GIF8", "this is a picture (GIF)", OCR),
    (b"II*\x00", "this is a scan (TIFF)", OCR),
    (b"MM\x00*", "this is a scan (TIFF)", OCR),
    (b"\x1f\x8b", "this is a compressed file (gzip)", "unpack it and import what is in it"),
    (b"7z\xbc\xaf\x27\x1c", "this is an archive (7z)", "unpack it and import what is in it"),
    (b"Rar!", "this is an archive (RAR)", "unpack it and import what is in it"),
    (b"%!PS", "this is a PostScript file", "print it to PDF and import that"),
    (b"\xffWPC", "this is a WordPerfect document", AS_DOCX),
)
IN_ZIP = (
    ("xl/", "this is a workbook (XLSX)", "copy the standard's text into a document, and import that"),
    ("ppt/", "this is a presentation (PPTX)", "save it as PDF and import that"),
    ("content.xml", "this is an OpenDocument file", AS_DOCX),
    ("META-INF/container.xml", "this is an e-book (EPUB)", "save the standard's pages as HTML or PDF"),
)


def kind_of(raw: bytes, file: str) -> Kind:
    """The kind of a document; one that cannot be read is refused with what to do about it."""
    for start, what, advice in REFUSED:
        if raw.startswith(start):
            raise _refused(what, file, advice)
    if b"%PDF-" in raw[:1024]:
        return "pdf"
    if raw.startswith(b"PK"):
        return _in_zip(raw, file)
    if raw.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _compound(raw, file)
    ending = file.lower().rpartition(".")[2]
    if ending in ("mht", "mhtml", "eml") or re.match(
        rb"(?:[\w-]+:[^\n]*\r?\n){0,20}MIME-Version:", raw[:2000], re.IGNORECASE
    ):
        raise _refused(
            "this is a mail or a web archive (MIME)", file, "save the page as HTML, or print it to PDF"
        )
    if PAGE.match(_narrow(raw)):
        return "html"
    if OTHER_XML.match(raw):
        raise _refused("this is a word processor's XML", file, AS_DOCX)
    if ending in ("pdf", "docx", "docm", "doc"):
        raise _refused(
            f"its name ends in .{ending}, but it does not begin like one", file, "get the file again"
        )
    if ending in ("html", "htm", "xhtml") and b"<" in raw:
        return "html"
    return "markdown" if ending in ("md", "markdown") else "text"


def _narrow(raw: bytes) -> bytes:
    """The first characters as bytes, also of UTF-16."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw[:4096].decode("utf-16", errors="replace").encode("utf-8", errors="replace")
    return raw[:4096]


def _in_zip(raw: bytes, file: str) -> Kind:
    """What kind of document a zip archive is."""
    try:
        names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        if b"word/" in raw[:200_000] or file.lower().endswith((".docx", ".docm")):
            return "docx"  # a damaged one, which its reader says
        raise _refused("this is a damaged zip archive", file, "get the file again") from None
    if any(name.startswith("word/") for name in names) or file.lower().endswith((".docx", ".docm")):
        return "docx"
    for part, what, advice in IN_ZIP:
        if any(name.startswith(part) for name in names):
            raise _refused(what, file, advice)
    raise _refused("this is a zip archive", file, "unpack it and import the documents in it")


def _compound(raw: bytes, file: str) -> DocumentError:
    """An old Office file, or a new one that a password protects."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return _refused(
            "the document is protected by a password",
            file,
            "open it, remove the password, save it, and import that",
        )
    if "WordDocument".encode("utf-16-le") in raw:
        return _refused("this is a Word document of the old format (.doc)", file, AS_DOCX)
    return _refused("this is an Office file of the old format", file, AS_DOCX)


def _refused(what: str, file: str, advice: str) -> DocumentError:
    return DocumentError(what, where=file, expected=READABLE, do=advice)
