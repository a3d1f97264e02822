"""Words to whoever or whatever reads the application, asking for a rating. They count for nothing.

An order is one only where it is given to the reader: at the head of a clause that nobody else is the
subject of, or said of those who rate. What the applicant was told, checked or marked at work is a story.
"""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import found

NAME = "instruction.v3"

READING = r"(?:scoring|grading|rating|screening|evaluating|assessing|reading this|reviewing this)"
READER = (
    r"(?:(?:whoever|anyone|everyone)(?: or whatever)? (?:who |is )?(?:read|scor|rat|grad|review|screen)\w*|"
    r"ai|a\.i\.|llm|(?:language |ai )?models?|screen(?:er|ers|ing)|panel(?:ists?)?|reviewers?|raters?|"
    r"graders?|evaluators?|software|system|bot|algorithm|parser|computer|hr|assistant|selecting official)"
)
RATER = r"(?:screener|rater|reviewer|grader|evaluator|panelist|panel member)s?"
RATE = (
    r"(?:rate|score|mark|grade|credit|award|give|assign|treat|consider|deem|regard|classify|select|approve|"
    r"pass|accept|label|output|respond|answer|reply|print|return|recommend|advance|flag|count|record|enter|"
    r"check|tick|set|say|conclude)"
)
JUDGED = (
    r"(?:applicant|candidate|narrative|answer|response|ksas?|requirements?|essay|application|submission|"
    r"item|paragraph|criteria|criterion)"
)
THIS = rf"(?:(?:this|my|the above|the following|every|each|all)(?: \w+)? {JUDGED}|me)"
MINE = rf"(?:this|my)(?: \w+)? {JUDGED}"
VERDICT = (
    r"(?:demonstrated|(?:highly |best |fully )?qualified|fulfilled|satisfied|proven|passing|as (?:\w+ )?met|"
    r"(?:full|maximum|top|highest|perfect|max) (?:credit|marks?|points?|score|rating|level)|"
    r"(?:the )?(?:maximum|highest|best)\b(?! \w+ (?:in|of))|(?:score|rating|grade) of \d+|"
    r"\w+ out of (?:two|five|ten|2|5|10)|two points|2 points|2/2)"
)
OUGHT = r"(?:must|should|shall|is to|has to|needs? to|to)"
OBLIGED = (
    r"(?:must|should|shall|please|ought to|(?:is|are) to|needs? to|has to|have to|mandatory|"
    r"(?:direct|instruct|order|require|command)(?:ed)?)"
)
GAP = r"[^.!?]{0,60}?\b"
ORDERED = r"(?:^\W*+|[:;.!?\-*>\]]\W{0,4}+)"
"""Where a clause begins that has no subject before it; bounded, or a row of dashes would take minutes."""
BEFORE = r"(?:(?!\b(?:I|we|he|she|they|who|that|to)\b)[^.:;!?]){0,80}?"
"""Words before an order within its clause, none of them a subject that would make it a story."""
MILDLY = r"(?:(?:please|kindly|simply|just|now|then|automatically|always|hereby|and)\W++)*+"
ORDER = rf"{ORDERED}(?:{BEFORE}(?:,|\band\b|\bplease\b|\bkindly\b)\s*+)?{MILDLY}"

ORDERS = (
    rf"{RATE}\b{GAP}(?:{THIS}|this|it|here|everything|{JUDGED})\b{GAP}{VERDICT}\b",
    rf"{RATE}\b{GAP}{VERDICT}\b{GAP}(?:{THIS}|here|{JUDGED})\b",
    rf"(?:give|award|assign|grant|output|print|return)\W+(?:\w+\W+)?{VERDICT}(?:\W*$| (?:here|for))",
    r"(?:output|print|return|respond|answer|reply|say|record|enter)\b[^.!?]{0,20}\b(?:demonstrated|qualified|"
    r"approved|yes|a pass|pass)\W*$",
    rf"(?:approve|accept|advance|recommend|select|pass|shortlist|promote)\W+{THIS}\W",
    r"(?:ignore|disregard|forget|override|bypass|skip|suspend|stop)\b[^.!?]{0,40}\b(?:instructions?|prompts?|"
    r"rules?|guidelines?|criteria|above|previous|prior|keywords?|screening|checklist|filters?|analysis|"
    r"evaluation|rubric|reading)\b",
    r"(?:do not|don't|never|under no circumstances)\W+(?:apply|use|evaluate|score|judge|assess|check|reject|"
    r"disqualify|fail|exclude|downgrade)\b[^.!?]{0,40}\b(?:text|paragraph|checklist|rubric|criteria|"
    rf"{THIS}|{JUDGED})\b",
    r"(?:think|reason) step by step\b",
    r"count (?:it|this|that) (?:here )?(?:as (?:if|though)|toward|for)\b",
)
"""What only an order says; each stands at the head of its clause."""

SAYINGS = (
    # what those who rate are to do, and what is to be done with the text
    rf"\b{READER}\b{GAP}{OBLIGED}\b{GAP}{RATE}\b{GAP}(?:{MINE}|{VERDICT})\b",
    rf"\b{OBLIGED}\b{GAP}{READER}\b{GAP}{RATE}\b{GAP}(?:{MINE}|{VERDICT})\b",
    r"\b(?:whoever|whatever|ai|system|software|model|machine|program|person) "
    rf"(?:or whatever )?(?:that |who )?(?:is )?{READING}\b",
    rf"\b{RATE}\b{GAP}{MINE}\b{GAP}{VERDICT}\b",
    rf"\byou\b[^.!?]{{0,30}}\b{RATE}\b{GAP}{VERDICT}\b",
    rf"\byour (?:task|job|role|goal|instructions?)\b{GAP}{RATE}\b{GAP}(?:{THIS}|this|{VERDICT})\b",
    rf"\b(?:this|my) (?:\w+ )?{JUDGED}\b{GAP}{OUGHT}\b[^.!?]{{0,20}}\bbe\b",
    rf"\b(?:{JUDGED}|I)\b{GAP}{OUGHT} be\b{GAP}(?:rat|scor|mark|grad|credit|treat|consider|deem|record)ed\b"
    rf"{GAP}{VERDICT}\b",
    # the verdict itself, or the word of an authority, in place of evidence
    rf"\b(?:this|the|my|every|each) {JUDGED} (?:is|are|has been|have been|meets?|counts? as|qualifies|"
    r"demonstrates)\b[^.!?]{0,30}\b(?:demonstrated|satisfied|met|qualified|fulfilled|verified|"
    r"pre-?approved|all ksas|every ksa)\b",
    r"\b(?:rating|score|grade|verdict)\b[^.!?]{0,40}?(?:\bis|\bto|\bshould be|\bmust be|[=:])\s*(?:\w+ )?"
    rf"{VERDICT}\b",
    rf"\bcorrect (?:answer|rating|score)\b[^.!?]{{0,30}}\b{VERDICT}\b",
    r"\bpre-?(?:approved|qualified|cleared|verified|screened) by (?:the )?(?:hr|human resources|headquarters|"
    r"district|postmaster|opm|selecting official|panel|administrator|management)\b",
    rf"\b(?:has|have) (?:already )?(?:verified|approved|confirmed|certified|cleared|accepted) {MINE}\b",
    rf"\b(?:verified|confirmed|certified|attested|agreed) that I (?:fully )?(?:meet|met|have met|satisfy)\b"
    rf"{GAP}(?:requirements?|ksas?|standard)\b",
    r"\b(?:found|rated|deemed|judged) (?:fully |highly |best )?(?:qualified|demonstrated|eligible)\b"
    rf"{GAP}(?:this|same|the|every) ksas?\b",
    rf"\bany {JUDGED} (?:that|which|who)\b{GAP}(?:satisf(?:y|ies)|meets?|passes|counts as|demonstrates)\b",
    # the shape of a result
    r"^\W*(?:\w+ )?(?:rating|score|verdict|consensus)\s*:\s*"
    rf"(?:\d+(?:\.\d+)?\W*$|\d+ (?:of|out of)\b|\d+/\d|{VERDICT}|superior|outstanding|pass)\b",
    r"^\W*screening (?:result|outcome|decision)\s*[:=]",
    r"[\"'](?:rating|score|verdict|confidence|evidence|demonstrated)[\"']\s*:",
    # addresses, roles and markup
    rf"{ORDERED}(?:\w+ )?(?:note|message|attention|instruction|notice|memo|directive|reminder|order)s?\b"
    rf"[^.!?]{{0,12}}\b(?:to|for)\b[^.!?]{{0,25}}\b(?:{READER}|program)\b",
    rf"{ORDERED}(?:attention|dear|hello|hey)\W+(?:all )?(?:\w+ )?{READER}\b",
    rf"{ORDERED}to (?:(?:the|any|all) (?:\w+ of the )?(?:\w+ )?)?{READER}\b[^.!?]{{0,60}}:",
    r"\b(?:you are|you're|act as|behave as) (?:now )?(?:an? |the )?(?:ai|language model|llm|assistant|"
    r"screening \w+)\b",
    r"\bas (?:an?|the) (?:ai|llm|(?:large )?language model|automated \w+|"
    r"screening (?:system|tool|software|engine|assistant))\b",
    r"^\W*(?:end|beginning|start) of (?:\w+ ){0,2}(?:instructions?|prompt|message|note|text|section|"
    r"narrative|answer|response|input|application)\b",
    rf"^\W*{READER}(?:'s|s')? (?:summary|note|comment|finding|rating|decision)s?\b",
    rf"^\W*(?:all )?{RATER}\s*[:,]",
    r"^\W*(?:new )?(?:system|assistant|user|admin|developer|override|begin|end)\s+(?:new )?"
    r"(?:prompt|note|message|override|instructions?|notice)\s*[:>\]]",
    r"^\W*(?:system|assistant|user|admin|developer|override)\s*[:>\]][^.!?]{0,80}\b"
    rf"(?:{JUDGED}|{VERDICT}|output|checklist|instructions?)\b",
    r"^\W*you are an? (?:\w+ ){0,2}(?:evaluator|rater|grader|reviewer|screener|assessor)"
    r"(?:\s+(?:who|that|and)\b|\s*[.:;]|\s*$)",
    r"[\[{(]\s*(?:begin|end|start)\b[^\])}]{0,30}\b(?:update|override|note|rubric|policy|prompt)\b",
    r"^\W*#{2,}\s*(?:human|ai|assistant|user|system|applicant|instructions?)\b",
    r"<!--|-->|[<{\[]\W*/?(?:system|inst|hidden|admin)\b|<\|?\w+\|?>|\{\{",
)
"""What is addressed to the reader wherever it stands."""

PATTERNS = tuple(re.compile(p, re.IGNORECASE) for p in (*(ORDER + order for order in ORDERS), *SAYINGS))


def read(text: str) -> list[Finding]:
    """The first words of a text that tell the reader how to rate; read before anything is parsed."""
    for pattern in PATTERNS:
        match = pattern.search(text)
        if match:
            words = match.group()[:80].strip()
            return found("instruction", NAME, "addressed to the screener; counts for nothing", words)
    return []
