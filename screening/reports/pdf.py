"""The slate as PDF: the HTML report, laid out on paper by WeasyPrint, so that both say the same.

The file is tagged as PDF/UA-1 asks, so that a screen reader finds headings, tables and the language, and has
an outline of applicants and requirements. Nothing is loaded from anywhere while it is made.
"""

from __future__ import annotations

import re
from importlib import resources

from screening.reports import UNWRITABLE, Slated, html
from screening.reports.extras import demanded

VARIANT = "pdf/ua-1"
SYSTEM = "the Pango library"
SHEET = "pdf.css"
DRAWN = re.compile(r'<rect class="(yes|review|no|plus|minus)"')
FILLS = {"yes": "#0b5243", "review": "#b27c12", "no": "#e3a99c", "plus": "#0b5243", "minus": "#e3a99c"}
"""The tones of the style sheet for paper, dark to light: a drawing inside a PDF does not see the sheet."""


def ready() -> None:
    """Refuse before anything is rated when the package, or what it draws letters with, is not there."""
    demanded("weasyprint", "pdf", SYSTEM)


def render(slated: Slated) -> bytes:
    """The slate as the bytes of a PDF file."""
    return paper(html.render(slated))


def paper(page: str) -> bytes:
    """One of our HTML pages as the bytes of a PDF file."""
    printing = demanded("weasyprint", "pdf", SYSTEM)
    urls = demanded("weasyprint.urls", "pdf", SYSTEM)
    style = resources.files(__package__).joinpath("templates", SHEET).read_text(encoding="utf-8")
    drawn = DRAWN.sub(lambda found: f'{found[0]} fill="{FILLS[found[1]]}"', page)
    # A control character among the letters of a font makes its whole text unreadable to those who extract it.
    clean = UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", drawn)
    # The page brings all that it needs: no address in it, of whatever protocol, is followed.
    document = printing.HTML(string=clean, url_fetcher=urls.URLFetcher(allowed_protocols=()))
    made: bytes = document.write_pdf(pdf_variant=VARIANT, stylesheets=[printing.CSS(string=style)])
    return made
