"""What somebody said, word for word: a detail that can be asked about."""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import Passage, found

NAME = "quoted.v1"
SAID = re.compile(r"[\"“](?P<words>[^\"“”]{3,200})[\"”]")


def find(passage: Passage) -> list[Finding]:
    """The quoted words, as a detail that can be checked."""
    match = SAID.search(passage.sentence.text)
    return found("specifics", NAME, "words that were said", match["words"]) if match else []
