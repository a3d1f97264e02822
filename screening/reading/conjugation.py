"""English verbs in the past, as a person tells what they did: "supervise" to "supervised", "keep" to "kept".

The rules of regular spelling, written for this purpose and small; irregular verbs are the language's. A form
is chosen by the word's letters alone, so that it never varies.
"""

from __future__ import annotations

import re

from screening.language.irregular import IRREGULAR, irregular_past
from screening.reading.elements import VERBS

DOUBLES = frozenset(
    re.findall(
        r"\w+",
        """refer prefer transfer confer infer defer occur recur incur control patrol compel expel propel
        excel permit submit admit commit omit emit remit transmit equip regret rebut program
        format outfit allot acquit begin abhor concur deter""",
    )
)
"""Verbs of more than one syllable that double their last letter, since it ends a stressed syllable."""
MORE_VERBS = frozenset(
    re.findall(
        r"\w+",
        """act adjust aid align allocate allot appraise approve ask attend audit balance bake be bind brief
        budget buck build buy calculate calibrate call care change charge choose classify clarify
        code coach collate compare compose compute conclude condition construct consult contain
        contribute control convert cook convey correct counsel cover craft create cut deliver
        delegate demonstrate detect devise diagnose diagram discuss dispatch dispense display
        dispose distribute draft draw dress encourage enforce engage ensure estimate examine
        execute exercise extract fabricate feed fell file fill find fit fix forecast foster frame
        gain gather generate get give grade greet grind guard hear hire hold increase influence
        inform initiate innovate install integrate interview inventory investigate isolate issue
        join judge justify label lay load locate lower lubricate mark measure mediate meet mentor
        merge minimize mix model modify mop mount mow notify organise originate pack paint patrol
        pay persuade pick place plant point position post predict press prevent price print
        process procure produce program project promote proofread propose protect prune pull pump
        purchase push query question rake rate reach receive recruit redact reduce refer register
        regulate release remove render replace reply request rescue research restore restrain
        retain revise rig rotate run safeguard sample saw scan score screen search secure see
        select send separate set settle sew show sign simplify sit solicit splice spray stage
        staff start steer sterilize stock stop store strengthen study submit suggest supply
        survey synthesize tabulate take tell tend test tie trace transfer translate transport
        treat trim tune turn type unload update upgrade validate view visit volunteer wash watch
        weld win wire wrap complete limb clean drain edge prime seed thaw
        share close brace block script sequence justify resolve earn""",
    )
)
NOUNS_TOO = frozenset(
    re.findall(
        r"\w+",
        """schedule stage issue process label report record plan store order file test time program
        project question leave budget sample screen score place count support change review work
        research document design check stock supply request staff care charge code cut drain dress
        drive exercise fit grade guard hold influence lift load log mark measure mix model mount move
        notice output input paint patrol pay pick plant point post press price print pump purchase
        rake rate release render repair sale saw seed set show sign sort splice spray start survey
        tie trace transfer transport trim turn type upgrade use view visit wash watch weld wire
        wrap balance brief coach contact control cost cover craft dispatch display draft feed fill
        fix forecast form frame gain increase inventory judge lay lead light limit mail
        address answer act aid audit bid build call""",
    )
)
"""Verbs that are nouns as well, so that an "and" before them need not mean a second act."""
KNOWN = VERBS | MORE_VERBS | frozenset(IRREGULAR)


def past(verb: str) -> str:
    """The past of a verb in its plain form; parts joined by a slash or hyphen are told each by itself."""
    if "/" in verb:
        return "/".join(past(part) for part in verb.split("/"))
    if "-" in verb.strip("-"):
        head, _, last = verb.rpartition("-")
        return f"{head}-{past(last)}"
    return irregular_past(verb.lower()) or _regular(verb.lower())


def _regular(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    if verb.endswith("c"):
        return verb + "ked"
    return verb + (verb[-1] if _doubles(verb) else "") + "ed"


def _doubles(verb: str) -> bool:
    """Whether the last letter is written twice: one short stressed vowel and one consonant end the verb."""
    if verb in DOUBLES:
        return True
    return bool(re.fullmatch(r"(?:[^aeiou]|qu)*[aeiouy][^aeiouwxy]", verb))


def plain_of(gerund: str) -> str | None:
    """The plain form of a word in -ing, None for a word that is no form of a verb known here."""
    stem = gerund.lower().removesuffix("ing")
    if stem == gerund.lower() or len(stem) < 2:
        return None
    undoubled = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else None
    candidates = (stem, stem + "e", undoubled, stem[:-1] + "ie" if stem.endswith("y") else None)
    return next((form for form in candidates if form and is_verb(form)), None)


def is_verb(word: str) -> bool:
    """Whether a word is the plain form of a verb known here, a prefix before it or not."""
    plain = word.lower()
    parts = re.split(r"[-/]", plain)
    if len(parts) > 1:
        return all(is_verb(part) for part in parts if part)
    return plain in KNOWN or any(
        plain.startswith(prefix) and plain.removeprefix(prefix) in KNOWN for prefix in ("re", "pre", "over")
    )
