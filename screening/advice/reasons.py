"""Why a requirement is rated as it is, said to the person who wrote the text.

The rules say it of the applicant, for panel and record; here it is said to the applicant, by the rule's name.
"""

from __future__ import annotations

from screening.results import Rating

SAID: dict[str, str] = {
    "essay-says-nothing-near": "No passage of the essay was found that concerns it, so a person should look.",
    "nothing-written": "Nothing is written for it.",
    "another-language": "The text is not in English; somebody who reads the language has to judge it.",
    "denied": "You say that this was not done, and tell of nothing that was.",
    "act-beside-denial": "You tell of acts, and say that something is lacking; somebody has to weigh them.",
    "act-about-something-else": "You tell of acts, but nothing shows that they concern this requirement.",
    "mostly-supposed": "You tell at most one act, and otherwise what would be done; somebody has to look.",
    "own-act-told": "You tell what you did yourself, with enough to go on.",
    "learning-told": "You tell of education or training that you completed, with enough to go on.",
    "something-told": "You tell something, but not enough for a rating without a person.",
    "acts-told-faintly": "You name acts and details, but little tells why they show this requirement.",
    "only-echo": "The text gives the standard’s words back and tells of nothing that you did.",
    "only-intended": "You tell what you would or will do, and of nothing that you did.",
    "only-others": "You tell what others did, or what was done to you, and of nothing that you did yourself.",
    "only-claims": "You claim qualities or list duties, and tell of nothing that you did.",
    "too-little": "Too little is told to show this requirement.",
}
"""What each rule of ``evidence`` says, to the writer."""


def because(rating: Rating) -> str:
    """The reason to the writer; of a rule that is not known here, what the rule says itself."""
    return SAID.get(rating.rule.rpartition("#")[2], rating.because)
