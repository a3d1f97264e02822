"""Whether a text is in English at all: what is not goes to a person, never to a rejection."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from screening.language.cleaning import visible

ENGLISH = ("en", "pcm")
"""English, and Nigerian Pidgin, for which the identifier takes strings of abbreviations."""
CERTAIN = 30.0
"""How much likelier (log likelihood) another language must be than English.

It grows with what there is to go by: English of two to seven words stays below 9 ("See résumé." and the
names of places aside), five words of Spanish come to 60. So no text is too short by a count of words; some
languages put no space between them.
"""


@lru_cache(maxsize=1)
def _identifier() -> Any:
    import py3langid  # imported late: it reads its model

    return py3langid


def other_language(text: str) -> str | None:
    """The code of the language the text is in when that is clearly not English, else None."""
    shown = visible(text).text
    if not any(c.isalpha() for c in shown):
        return None
    ranked = _identifier().rank(shown)
    best, likelihood = ranked[0]
    english = max(value for code, value in ranked if code in ENGLISH)
    return None if best in ENGLISH or likelihood - english < CERTAIN else str(best)
