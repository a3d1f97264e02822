"""Web pages as text: what makes a line, what is struck, what cannot be seen, and what is refused."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.documents.html import read_html
from screening.errors import DocumentError
from screening.reading.source import SourceText


def page(body: str, head: str = "") -> SourceText:
    return read_html(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "page.html")


def words(source: SourceText, kind: str) -> list[str]:
    return [source.text[mark.start : mark.end] for mark in source.marks if mark.kind == kind]


def lines(source: SourceText) -> list[str]:
    return [line for line in source.text.splitlines() if line]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>one<p>two", ["one", "two"]),
        ("<div>one</div>two<div>three</div>", ["one", "two", "three"]),
        ("one<br>two<br/>three", ["one", "two", "three"]),
        ("<h2>A</h2>b <b>c</b>\n  d", ["A", "b c d"]),
        ("<p>a<b> b</b> c</p>", ["a b c"]),
        ("caf&eacute; &amp; more&nbsp;&#8217;s", ["café & more\xa0’s"]),
        ("<pre>a\n  b</pre>", ["a", "  b"]),
        ("<span style='display:block'>a</span><span style='display:block'>b</span>", ["a", "b"]),
        ("<dl><dt>Grade<dd>PS-06<dt>Code:<dd>1</dl>", ["Grade: PS-06", "Code: 1"]),
        ("<dl><dt>A<dt>B<dd>c<dd>d</dl>", ["A", "B: c", "d"]),
        ("<script>x</script><style>y</style><!-- z -->w<template>v</template>", ["w"]),
    ],
)
def test_blocks_and_breaks_make_lines(body: str, expected: list[str]) -> None:
    assert lines(page(body)) == expected


def test_the_empty_cells_of_ticked_columns_stand() -> None:
    """Which column is ticked can be told only where the empty cell before the tick is told too."""
    rows = ("<th>KSA<th>Essential<th>Desirable", "<td>Skill in a<td>X<td>", "<td>Skill in b<td><td>X")
    source = page(f"<table>{''.join(f'<tr>{row}' for row in rows)}</table>")
    assert [line.replace(" ", "") for line in lines(source)[2:]] == ["|Skillina|X||", "|Skillinb||X|"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>a<li>b</ol>", ["1. a", "2. b"]),
        ("<ol start=4><li>a<li value=9>b<li>c</ol>", ["4. a", "9. b", "10. c"]),
        ("<ol type=a><li>a<li>b</ol>", ["a. a", "b. b"]),
        ("<ol type=I><li>a</ol><ol style='list-style-type:lower-roman'><li>b</ol>", ["I. a", "i. b"]),
        ("<ol reversed><li>a<li>b</ol>", ["2. a", "1. b"]),
        ("<ul><li>a<ol><li>b</ol><li>c</ul>", ["- a", "1. b", "- c"]),
        ("<ol><li><p>a</p><p>b</p></li><li>c</ol>", ["1. a", "b", "2. c"]),
        ("<ol style='list-style:none'><li>a</ol>", ["a"]),
    ],
)
def test_items_carry_the_numbers_that_a_browser_shows(body: str, expected: list[str]) -> None:
    assert lines(page(body)) == expected


def test_a_table_of_records_is_a_line_a_row_and_its_head_is_told() -> None:
    body = "<table><tr><th>No.</th><th>KSA</th></tr><tr><td>1</td><td>Ability to <s>x</s> y</td></tr></table>"
    source = page(body)
    assert lines(source) == ["| No. | KSA |", "|---|---|", "| 1 | Ability to x y |"]
    assert words(source, "struck") == ["x"]


def test_a_table_that_lays_out_a_page_is_read_cell_by_cell() -> None:
    body = "<table><tr><td><p>a<p>b<p>c<p>d</td><td><p>e<p>f</td></tr></table>"
    assert lines(page(body)) == ["a", "b", "c", "d", "e", "f"]


@pytest.mark.parametrize(
    ("body", "struck"),
    [
        ("a <s>b</s> c", ["b"]),
        ("a <del>b <i>c</i></del>", ["b c"]),
        ("a <strike>b</strike>", ["b"]),
        ("a <span style='TEXT-DECORATION : underline line-through;color:red'>b</span>", ["b"]),
        ("a <span style='text-decoration-line:line-through'>b</span>", ["b"]),
        ("a <span class='x gone'>b</span> <em class=gone>c</em>", ["b", "c"]),
        ("a <u>b</u> <ins>c</ins> <span style='text-decoration:underline'>d</span>", []),
        ("a <s style='text-decoration:none'>b</s>", []),
        ("a <p class=later><span>b</span> c</p>", ["b"]),
        ("a <span class=hover>b</span> <span class=paper>c</span>", []),
        ("<del><p>b</p><p>c</p></del>", ["b", "c"]),
    ],
)
def test_what_a_browser_shows_struck_is_struck(body: str, struck: list[str]) -> None:
    sheet = """<style>/* .no { text-decoration: line-through } */ .gone, p.later > span {text-decoration:
    line-through red} .hover:hover { text-decoration: line-through }
    @media print { .paper { text-decoration: line-through } }</style>"""
    assert words(page(body, sheet), "struck") == struck


def test_insertions_and_deletions_keep_who_and_when() -> None:
    source = page("<del cite='mailto:r7' datetime='2019-12-12'>a</del> <ins datetime='2019-12-13'>b</ins>")
    assert [(m.kind, m.by, m.on) for m in source.marks] == [
        ("struck", "r7", "2019-12-12"),
        ("inserted", None, "2019-12-13"),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>secret</p>",
        "<p style='display:none'>secret</p>",
        "<p class=none>secret</p>",
        "<div style='visibility:hidden'><p>secret</p></div>",
        "<p style='font-size:0'>secret</p>",
        "<p style='font-size:1px'>secret</p>",
        "<p style='color:#fff'>secret</p>",
        "<p style='color: white; background: #FFFFFF'>secret</p>",
        "<p style='opacity:0'>secret</p>",
        "<p style='position:absolute; left:-9999px'>secret</p>",
    ],
)
def test_words_that_nobody_sees_are_left_out_and_told(hidden: str) -> None:
    source = page(f"<p>shown</p>{hidden}", "<style>.none { display: none }</style>")
    assert words(source, "hidden") == ["secret"]
    assert [(note.line, '"secret"' in note.text) for note in source.notes] == [(3, True)]


@pytest.mark.parametrize(
    "shown",
    [
        "<p style='background:#036'><span style='color:#fff'>shown</span></p>",
        "<table bgcolor=navy><tr><td style='color:white'>shown</table>",
        "<div style='font-size:0'><p style='font-size:12pt'>shown</p></div>",
        "<div style='visibility:hidden'><p style='visibility:visible'>shown</p></div>",
        "<p style='font-size:1em'>shown</p>",
        "<p style='font-size:10px;color:#ffe'>shown</p>",
        "<details><summary>a</summary>shown</details>",
    ],
)
def test_words_that_can_be_seen_are_kept(shown: str) -> None:
    source = page(shown)
    assert "shown" in source.text
    assert words(source, "hidden") == []


def test_navigation_is_furniture_that_is_accounted_for() -> None:
    assert words(page("<nav><a>Home</a></nav><p>x</p><button>Go</button>"), "markup") == ["Home", "Go"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_that_pages_come_in_is_read(encoding: str) -> None:
    source = read_html("<p>Ability – “quoted”".encode(encoding), "page.html")
    assert source.text.strip() == "Ability – “quoted”"


def test_a_declared_encoding_is_believed() -> None:
    raw = "<meta charset='iso-8859-2'><p>zażółć".encode("iso-8859-2")
    assert read_html(raw, "page.html").text.strip() == "zażółć"


@pytest.mark.parametrize(
    "raw",
    [
        b"<div>" * 200_000,
        b"<table><tr><td>" * 100_000,
        b"".join(b"<b a=%d>" % i for i in range(900)) + b"<p>" * 90_000,
        b"<p>x" * 200_000,
        b"<p>" + b"x " * 1_400_000,
        b"<div></span>" * 50_000,
    ],
    ids=["deep", "deep tables", "formatting", "elements", "long", "mismatched"],
)
def test_a_page_that_would_choke_a_parser_is_refused_at_once(raw: bytes) -> None:
    started = time.monotonic()
    with pytest.raises(DocumentError, match=r"deep|too many elements|characters|bytes"):
        read_html(raw, "page.html")
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("body", ["<img src=a.png>", "<script>app()</script>", ""])
def test_a_page_without_words_is_refused(body: str) -> None:
    with pytest.raises(DocumentError, match="no text"):
        page(body)


SOUP = ["<p>", "</p>", "<s>", "</s>", "<table>", "<td>", "<li>", "<ol>", "</ol>", "a ", "b", "&lt;",
        "<div hidden>", "</div>", "<br>", "<pre>", "\n"]  # fmt: skip


@given(st.lists(st.sampled_from(SOUP), max_size=40))
def test_any_soup_of_tags_is_read_with_marks_inside_the_text(parts: list[str]) -> None:
    source = page("word " + "".join(parts))
    letters = "".join(part.strip().replace("&lt;", "<") for part in parts if part in ("a ", "b", "&lt;"))
    kept = "".join(c for c in source.text.removeprefix("word") if c in "ab<")
    assert kept == letters
    assert all(0 <= mark.start < mark.end <= len(source.text) for mark in source.marks)


def test_cells_of_several_lines_stay_in_their_rows_under_names_of_columns() -> None:
    page = (
        "<table><tr><th>KSA</th><th>Rated by</th></tr>"
        "<tr><td><p>Ability to read maps</p><p>by night.</p></td><td>Panel<br>Interview</td></tr></table>"
    )
    assert "| Ability to read maps by night. | Panel Interview |" in read_html(page.encode(), "a.html").text
