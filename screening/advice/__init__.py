"""Advice: what a writer is told of a rating while the text can still be mended. One file a concern.

Pure, from results alone. It tells and asks; it never writes a sentence for the applicant.
"""

from __future__ import annotations

from screening.advice.drafts import Change, Comparison, compare
from screening.advice.report import Advice, KsaAdvice, Written, advise

__all__ = ["Advice", "Change", "Comparison", "KsaAdvice", "Written", "advise", "compare"]
