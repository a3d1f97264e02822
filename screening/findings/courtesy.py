"""Courtesies to whoever reads: thanks, greetings, closings, offers to say more. They speak neither way.

A sentence is one only as a whole: it opens as a courtesy, ends soon, and tells of nothing that was done.
"""

from __future__ import annotations

import re

NAME = "courtesy.v1"
LONGEST = 30
"""Words; what goes on for longer tells something besides."""

READER = (
    r"(?:(?:the |members of the )?(?:panel(?: members)?|reviewers?|board|committee|readers?|evaluators?|"
    r"raters?|hiring (?:manager|team|panel)|selecting official)|all|everyone|whom(?:ever)? it may concern|"
    r"(?:sir|madam|ma'am)(?: (?:or|and) (?:sir|madam|ma'am))?)"
)
ASIDE = r"(?:\W*(?:and|also|again|finally|in closing|lastly|first|once more|with that|so)\b)*\W*"
OFFER = (
    r"(?:answer|provide|supply|furnish|discuss|elaborate|expand|explain|send|meet|talk|speak|interview|share|"
    r"submit|apply|be considered|have (?:this|the|an) \w+)"
)
MORE = (
    r"(?:questions?|further|more (?:information|details?|proof)|anything (?:else|more|further)|"
    r"(?:contact|call|reach) me)"
)
YOURS = r"(?:your|the (?:time|chance|opportunity|panel))"
VERY = r"(?:(?:very|so|most|truly|also|more than|always) )*"
OPENINGS = (
    r"(?:I (?:would like to|want to|wish to) (?:say )?)?(?:many |my |sincere )*"
    r"thank(?:s| you|ing you| the panel)\b(?! to\b)",
    rf"I (?:do |truly |really |greatly |sincerely |very much )*appreciate {YOURS}\b",
    rf"I(?:'m| am| would be| remain) {VERY}(?:grateful|thankful|obliged|honou?red)"
    rf" (?:for {YOURS}|to (?:be considered|apply|you|the panel)|if you)\b",
    rf"I(?:'m| am| would be|'d be| will be|'ll be) {VERY}(?:glad|happy|pleased|available)"
    rf" (?:to|for) (?:an? )?{OFFER}\b",
    rf"I (?:can|could|would|will|'d|'ll) (?:also )?(?:gladly|happily) {OFFER}\b",
    rf"(?:dear|hello|hi|greetings|good (?:morning|afternoon|day|evening))\b(?:\W+{READER})?\W*$",
    rf"(?:to )?{READER}\s*[:,]\s*$",
    r"(?:yours (?:truly|sincerely|faithfully)|sincerely|respectfully|(?:kind |best |warm )?regards|cordially|"
    r"(?:very )?(?:respectfully|sincerely) (?:yours|submitted)|have a (?:nice|good|great|blessed) \w+|"
    r"god bless(?: you)?(?: all)?|best wishes)(?:[\s,]+(?:and )?(?:yours|submitted|with [\w ]+))?\W*$",
    r"(?:please|kindly) (?:do not hesitate|don't hesitate|feel free|let me know|get in touch|advise me|"
    r"tell me if|(?:contact|call|reach) (?:me|my)|accept my|consider (?:me|my application))\b",
    r"(?:I (?:look|am looking) forward|looking forward|hoping|I hope) to (?:hear|hearing|"
    r"meet(?:ing)? (?:you|the panel)|the opportunity|an interview|your (?:reply|answer|decision|call))\b",
    rf"it (?:would be|is|has been) (?:an? |my )?(?:\w+ )?(?:honou?r|pleasure|privilege) to {OFFER}\b",
    rf"(?:if|should) (?:you|the panel|there (?:is|are|be)|anything|any(?:one)?)\b[^.!?]{{0,40}}\b{MORE}\b",
    r"(?:references|further details|more information|documents|proof)\b[^.!?]{0,30}\b(?:on|upon) request\b",
)
COURTESY = re.compile(ASIDE + "(?:" + "|".join(OPENINGS) + ")", re.IGNORECASE)
TOLD = re.compile(
    r"\b(?:I|we|he|she|they|it) (?:(?:then|also|always|often|once|never|had|have|has) )?"
    r"(?!need|would|could|should|might|did\b)(?:\w+ed|ran|was|were|did|made|took|gave|kept|wrote|built|taught|led|"
    r"found|got|went|drove|sold|fed|held|set|put|cut|read|knew|saw|said|told|brought|began|met)\b",
    re.IGNORECASE,
)
"""An act beside the courtesy: then the sentence is read like any other."""


def is_courtesy(text: str) -> bool:
    """Whether a sentence is nothing but a courtesy to the reader."""
    if len(text.split()) > LONGEST or any(mark in text for mark in "\"“”«»"):
        return False
    opened = COURTESY.match(text)
    return opened is not None and TOLD.search(text, opened.end()) is None
