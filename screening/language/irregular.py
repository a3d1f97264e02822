"""Irregular verbs and their pasts, with a prefix or without: "keep" and "kept", "rewrite" and "rewrote"."""

from __future__ import annotations

import re


def _pairs(text: str) -> dict[str, str]:
    return dict(re.findall(r"(\w+)/(\w+)", text))


IRREGULAR = _pairs(
    """be/was have/had do/did go/went make/made take/took give/gave get/got see/saw know/knew
    think/thought find/found tell/told say/said keep/kept hold/held bring/brought begin/began
    write/wrote stand/stood hear/heard mean/meant set/set meet/met run/ran pay/paid sit/sat
    speak/spoke lead/led read/read grow/grew lose/lost fall/fell send/sent build/built
    understand/understood draw/drew break/broke spend/spent cut/cut rise/rose drive/drove
    buy/bought wear/wore choose/chose teach/taught learn/learned feel/felt sell/sold
    catch/caught deal/dealt fight/fought throw/threw put/put leave/left let/let win/won lay/laid
    lend/lent bend/bent bind/bound bid/bid bear/bore bite/bit blow/blew burn/burned cast/cast
    cling/clung come/came cost/cost creep/crept dig/dug dive/dived eat/ate feed/fed fly/flew
    forget/forgot freeze/froze grind/ground hang/hung hide/hid hit/hit hurt/hurt kneel/knelt
    lift/lifted light/lit quit/quit ride/rode ring/rang seek/sought shake/shook shed/shed
    shoot/shot show/showed shut/shut sing/sang sink/sank slide/slid spin/spun split/split
    spread/spread spring/sprang steal/stole stick/stuck strike/struck string/strung
    strip/stripped sweep/swept swim/swam swing/swung tear/tore wake/woke weave/wove wind/wound
    weld/welded withstand/withstood uphold/upheld arise/arose input/input output/output
    offset/offset troubleshoot/troubleshot abide/abided become/became foresee/foresaw
    forecast/forecast broadcast/broadcast proofread/proofread typeset/typeset"""
)
PREFIXES = ("over", "under", "re", "out", "mis", "un", "up", "pre")
REGULAR_IN_SPITE = frozenset(("relay", "inlay", "resin", "unhand"))
RARER = _pairs(
    """forgive/forgave swear/swore stride/strode strive/strove tread/trod leap/leapt sneak/snuck
    foretell/foretold outshine/outshone partake/partook behold/beheld rewind/rewound unwind/unwound
    regrind/reground oversee/oversaw"""
)
"""Such as no requirement asks for in these words ("tread" is a tire's), or whose past needs its prefix."""
ALSO_PLAIN = frozenset(("bore", "bound", "fell", "felt", "found", "got", "ground", "saw", "wound"))
"""Pasts that may be said of every day: "I ground the wires", "you got to be quick"."""
NO_PAST = frozenset(("present", "relent", "resent"))
"""Words that only look like a prefix and a past."""
PLAIN = {
    past: verb
    for verb, past in (IRREGULAR | RARER).items()
    if past not in IRREGULAR and past not in ALSO_PLAIN
}


def irregular_past(verb: str) -> str | None:
    """The past of an irregular verb in its plain form; None for a verb that is none, as far as known here."""
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    for prefix in PREFIXES:
        stem = verb.removeprefix(prefix)
        if stem != verb and stem in IRREGULAR and verb not in REGULAR_IN_SPITE:
            return prefix + IRREGULAR[stem]
    return None


def plain_of_past(word: str) -> str | None:
    """The plain form of an irregular past that can be nothing else; None for any other word."""
    if word in NO_PAST:
        return None
    for prefix in ("", *PREFIXES):
        stem = word.removeprefix(prefix)
        if word.startswith(prefix) and stem in PLAIN:
            return prefix + PLAIN[stem]
    return None
