"""What a file is, told by its content before its name; what cannot be read is refused with advice."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typesetting import as_docx, as_html, as_pdf, lines_of

from screening.documents.kinds import kind_of
from screening.documents.opening import open_document, read_document
from screening.errors import DocumentError

TEXT = "CLERK (PS-06)\n\n1. Ability to ~~read~~ write.\n"
LINES = lines_of(TEXT)


def archive(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return stream.getvalue()


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500


@pytest.mark.parametrize(
    ("raw", "name", "kind"),
    [
        (TEXT.encode(), "a.txt", "text"),
        (TEXT.encode(), "a", "text"),
        (TEXT.encode(), "a.md", "markdown"),
        (b"a < b", "a.txt", "text"),
        (b"<p>x", "a.htm", "html"),
        (b"<!-- saved -->\n<!DOCTYPE HTML><p>x", "a.txt", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html/>', "a.xhtml", "html"),
        ("<html>".encode("utf-16"), "a.txt", "html"),
        (as_pdf(LINES), "a.txt", "pdf"),
        (b"\n\n%PDF-1.7", "a.pdf", "pdf"),
        (as_docx(LINES), "a.txt", "docx"),
        (as_docx(LINES), "a.pdf", "docx"),
    ],
)
def test_content_decides_before_the_name(raw: bytes, name: str, kind: str) -> None:
    assert kind_of(raw, name) == kind


@pytest.mark.parametrize(
    ("raw", "name", "says", "advice"),
    [
        (OLD + "WordDocument".encode("utf-16-le"), "a.doc", "old format", "save it as .docx"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "a.docx", "password", "remove the password"),
        (OLD, "a.xls", "Office", ".docx"),
        (b"{\\rtf1 x}", "a.rtf", "RTF", ".docx"),
        (b"\x89PNG\r\n", "a.png", "picture", "OCR"),
        (b"\xff\xd8\xff\xe0", "scan.pdf", "picture", "OCR"),
        (b"II*\x00", "a.tif", "scan", "OCR"),
        (archive("xl/workbook.xml"), "a.xlsx", "workbook", "document"),
        (archive("ppt/presentation.xml"), "a.pptx", "presentation", "PDF"),
        (archive("mimetype", "content.xml"), "a.odt", "OpenDocument", ".docx"),
        (archive("a.txt"), "a.zip", "zip", "unpack"),
        (b"PK\x03\x04 cut", "a.zip", "damaged", "again"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a.mht", "web archive", "HTML"),
        (b"From: a\nMIME-Version: 1.0\n", "a.txt", "web archive", "HTML"),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x">', "a.xml", "word processor's XML", ".docx"),
        (b"words", "a.pdf", "does not begin", "again"),
        (b"words", "a.docx", "does not begin", "again"),
        (b"\x1f\x8b\x08", "a.gz", "compressed", "unpack"),
    ],
)
def test_what_cannot_be_read_is_named_with_advice(raw: bytes, name: str, says: str, advice: str) -> None:
    with pytest.raises(DocumentError, match=says) as caught:
        read_document(raw, name)
    assert advice in caught.value.do
    assert "PDF" in caught.value.expected


@pytest.mark.parametrize("name", ["a.docx", "a.html", "a.pdf", "a.md"])
def test_every_format_gives_the_same_words_and_strikes(name: str, tmp_path: Path) -> None:
    made = {"a.docx": as_docx, "a.html": as_html, "a.pdf": as_pdf, "a.md": lambda _: TEXT.encode()}[name](
        LINES
    )
    (tmp_path / name).write_bytes(made)
    source = open_document(tmp_path / name)
    shown = [line for line in source.text.splitlines() if line and line != "Home Search"]
    assert [line.replace("~~", "") for line in shown] == ["CLERK (PS-06)", "1. Ability to read write."]
    assert [source.text[m.start : m.end] for m in source.marks if m.kind == "struck"] == ["read"]
    assert source.file == name


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a"]))
def test_any_bytes_are_read_or_refused(raw: bytes, name: str) -> None:
    try:
        source = read_document(raw, name)
    except DocumentError as error:
        told = error.do or error.expected
    else:
        told = "read"
        assert all(0 <= mark.start <= mark.end <= len(source.text) for mark in source.marks)
    assert told
