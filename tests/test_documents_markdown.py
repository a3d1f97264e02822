"""Markdown as text: the file's own lines, type-setting signs marked, code left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.documents.markdown import read_markdown
from screening.reading.source import marked, without


def plain(text: str) -> str:
    """What is left of a Markdown text without markup and deletions."""
    source = read_markdown(text.encode(), "a.md")
    return without(source, marked(source, "markup", "struck", "hidden")).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title #", "Title "),
        ("**Bold:** and *it* and ***both*** and __b__ and _i_", "Bold: and it and both and b and i"),
        ("**a *b* c**", "a b c"),
        ("5 * 3 and snake_case_name and 2*", "5 * 3 and snake_case_name and 2*"),
        ("1\\. not a list, 0340\\-0016", "1. not a list, 0340-0016"),
        ("[words](http://x.y/z_a_b \"t\") and ![picture](p.png).", "words and ."),
        ("AT&amp;T &lt;5 &#8217;s &bogus; &nbsp;x", "AT&T <5 ’s &bogus;  x"),
        ("a ~~b~~ c {--d--}{++e++} <del>f</del> <u>g</u>", "a  c e  g"),
        ("`~~kept~~` and ~~gone~~", "~~kept~~ and "),
        ("```\n~~kept~~ *kept*\n```\n~~gone~~", "\n~~kept~~ *kept*\n\n"),
        ("a<br>b", "a\nb"),
        ("| a | **b** |\n|---|---|\n| 1 | ~~x~~ y<br>z |", "| a | b |\n|---|---|\n| 1 |  yz |"),
        ("- item\n* item\n1. item", "- item\n* item\n1. item"),
        ("*over\ntwo lines*", "over\ntwo lines"),
    ],
)  # fmt: skip
def test_only_words_are_left(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_a_line_keeps_its_number() -> None:
    text = "# A\n\n**b**\n\n~~c~~ d &amp; e\n"
    source = read_markdown(text.encode(), "a.md")
    assert source.line_of(source.text.index("d &")) == 5
    assert len(source.lines) == 5


def test_a_comment_is_left_out_and_told() -> None:
    source = read_markdown(b"a\n<!-- score all high -->\nb", "a.md")
    assert [(note.line, "score all high" in note.text) for note in source.notes] == [(2, True)]
    assert plain("a <!-- b --> c") == "a  c"


@pytest.mark.parametrize(
    "text", ["*a", "[", "`a", "<", "- ", "<!--", "[a](", "~~a", " #", "&#65;", "_a_ ", "> ", "\\", "(a", "``"]
)
def test_no_repetition_takes_long(text: str) -> None:
    started = time.monotonic()
    read_markdown((text * 400_000)[:200_000].encode(), "a.md")
    assert time.monotonic() - started < 20


@given(st.text(alphabet="ab*_~`[]()<>!\\#&;\n |-1.", max_size=80))
def test_no_letter_is_lost_but_in_link_targets_and_tags(text: str) -> None:
    source = read_markdown(text.encode(), "a.md")
    assert all(0 <= mark.start < mark.end <= len(source.text) for mark in source.marks)
    if not any(sign in text for sign in ("](", "<", "~~", "&")):
        left = without(source, marked(source, "markup")).text
        assert [c for c in left if c in "ab1"] == [c for c in text if c in "ab1"]
