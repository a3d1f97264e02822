"""Who did something in a sentence: the applicant, a team, somebody else, nobody named, or done to them."""

from __future__ import annotations

from screening.evidence import Finding
from screening.findings.context import Passage, found, phrase
from screening.findings.moods import mood_in
from screening.language.clauses import Clause, Mood, mood_of, tells_state
from screening.language.lexicon import (
    ABSTRACT_NOUNS,
    COLLEAGUES,
    PRAISE,
    RECEIVING_VERBS,
    SUPERIORS,
    VAGUE_VERBS,
)
from screening.language.sentences import Sentence, Token

NAME = "acts.v5"

TAKING_IN = frozenset({"read", "watch", "see", "hear", "finish", "enjoy", "listen"})
MEDIA = frozenset({"book", "novel", "article", "magazine", "movie", "film", "documentary", "podcast", "blog",
                   "youtube"})
"""Who read a book about it did nothing of what the book tells."""
WATCHING = frozenset({"watch", "observe", "see", "hear", "notice", "shadow"})
PASSING_ON = frozenset({"report", "hand", "pass", "refer", "escalate", "tell", "inform", "notify", "alert",
                        "ask", "forward", "mention", "bring", "give", "send", "take", "leave", "transfer",
                        "call"})
"""What one does so that another acts."""
HANDING_OVER = frozenset({"report", "pass", "refer", "escalate", "forward", "transfer"})
"""Those of them that leave nothing with the one who did it."""
THEM = frozenset({"him", "her", "them"})


def find(passage: Passage) -> list[Finding]:
    """At most one finding of each kind, for the first clause that shows it."""
    findings: dict[str, Finding] = {}
    for clause in passage.clauses:
        for finding in _read(passage, clause):
            findings.setdefault(finding.kind, finding)
    return list(findings.values())


def _is_left_to(passage: Passage, verb: Token) -> bool:
    """Whether one looked on while another acted, or passed it to one who did it ("told my boss, who…")."""
    sentence = passage.sentence
    if verb.dep == "advcl" and verb.tag == "VBG":
        return _is_left_to(passage, sentence.head(verb))
    if verb.lemma not in WATCHING | PASSING_ON:
        return False
    acts = (c for c in passage.clauses if c.actor == "other" and not (c.negated or tells_state(sentence, c)))
    doers = {c.subject.index for c in acts if c.subject and c.subject.lemma in COLLEAGUES}
    if verb.lemma in WATCHING:
        return bool(doers & {t.index for t in sentence.subtree(verb)})
    near = [c for t in (verb, *sentence.children(verb)) for c in sentence.children(t)]
    given = [c for c in near if c.dep in ("dobj", "dative", "pobj")]
    if verb.lemma in HANDING_OVER and passage.voice.led:
        return any(c.lemma in COLLEAGUES or c.lower in THEM for c in given if c.dep == "pobj")
    return any(c.index in doers for c in given)


def _read(passage: Passage, clause: Clause) -> list[Finding]:
    mood = mood_in(passage, clause)
    if clause.negated or clause.conditional or mood not in ("happened", "habit"):
        return []
    words = phrase(passage.sentence, clause)
    if _is_received(passage, clause):
        return found("received", NAME, "done to or for the applicant", words)
    if tells_state(passage.sentence, clause):
        return []
    if clause.actor == "applicant":
        return _own(passage, clause, mood, words)
    if clause.actor == "team":
        return found("team-act", NAME, "done by a team, own part not said", words)
    if clause.passive and clause.actor == "nobody":
        return found("agentless", NAME, "done by nobody named", words)
    doer = clause.agent if clause.passive else clause.subject
    if doer is not None and doer.lemma in SUPERIORS:
        return found("others-act", NAME, f"done by somebody else ({doer.text})", words)
    return []


def _is_received(passage: Passage, clause: Clause) -> bool:
    mine = passage.is_self(clause.subject) or clause.implied
    if clause.passive:
        tasks = [c for c in passage.sentence.children(clause.verb) if c.dep == "xcomp"]
        handed_on = any(mood_of(passage.sentence, task) not in ("asked", "obliged") for task in tasks)
        earned = clause.verb.lower in ("used", "promoted", "certified", "trained", "born")
        return mine and not handed_on and not earned
    onward = any(c.dep == "prt" for c in passage.sentence.children(clause.verb))  # "followed up" is an act
    return mine and clause.verb.lemma in RECEIVING_VERBS and not onward


def _own(passage: Passage, clause: Clause, mood: Mood, words: str) -> list[Finding]:
    if _is_left_to(passage, clause.verb):
        return found("received", NAME, "looked on, or passed on to another who did it", words)
    if is_hollow(passage.sentence, clause):
        return found("claim", NAME, "an act is named, but nothing that was done", words)
    if mood == "happened":
        return found("own-act", NAME, "the applicant did this", words)
    return found("habit", NAME, "the applicant does this", words)


def is_hollow(sentence: Sentence, clause: Clause) -> bool:
    """An act without substance: a vague verb, or praise, with nothing concrete hanging on it."""
    thing = clause.object
    if thing is not None and thing.lemma in ABSTRACT_NOUNS and _is_to_do(sentence, thing):
        return True
    below = [t for t in sentence.subtree(clause.verb) if t.index != clause.verb.index]
    concrete = sum(is_concrete(t) for t in below)
    praised = any(t.lemma in PRAISE or (t.pos == "ADV" and t.lower.endswith("ly")) for t in below)
    vague = clause.verb.lemma in VAGUE_VERBS
    alone = len(sentence.words) == 1  # "Managed." is a keyword
    taken_in = clause.verb.lemma in TAKING_IN and any(t.lemma in MEDIA for t in below)
    return alone or taken_in or concrete < vague + praised


def _is_to_do(sentence: Sentence, noun: Token) -> bool:
    """Whether a noun is one to do something ("ability to lead a group"): the deed is not told."""
    return any(c.dep == "acl" and c.tag == "VB" for c in sentence.children(noun))


def is_concrete(token: Token) -> bool:
    """A noun, name or number that could not stand in just anybody's application."""
    return token.pos in ("PROPN", "NUM") or (token.pos == "NOUN" and token.lemma not in ABSTRACT_NOUNS)
