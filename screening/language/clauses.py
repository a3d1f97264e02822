"""Who did what: each predicate of a sentence with its actor, its mood and its voice.

Subjects are followed through coordination, relative clauses and infinitives; a sentence that opens with
its verb ("Managed twelve agents") is read as the writer's own, as bullets and résumés are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from screening.language.lexicon import ABSTRACT_NOUNS, BRINGING, HANDLING, STATES, SUPERIORS
from screening.language.sentences import Sentence, Token

Actor = Literal["applicant", "team", "other", "nobody"]
Mood = Literal["happened", "habit", "intended", "wished", "hypothetical", "able", "obliged", "asked"]
"""``wished``: wanted at the time, whatever came of it; ``asked``: an indirect question ("how to…")."""

FIRST = frozenset({"i", "me", "myself"})
TEAM = frozenset({"we", "us", "ourselves", "team", "crew", "department", "staff", "unit", "shift", "squad",
                  "group", "company", "office", "organization", "branch", "committee", "everyone",
                  "everybody"})
MODAL_INTENDED = frozenset({"will", "'ll", "shall", "wo", "gonna"})
MODAL_HYPOTHETICAL = frozenset({"would", "'d", "could", "might", "may", "should", "must"})
MODAL_ABLE = frozenset({"can", "ca"})
INTENDING = frozenset({"plan", "hope", "intend", "want", "wish", "aim", "expect", "aspire", "seek", "commit",
                       "promise", "pledge", "like", "love", "look", "strive", "desire"})
INTENDING_ADJECTIVES = frozenset({"eager", "ready", "willing", "excited", "keen", "prepared", "determined",
                                  "committed", "motivated", "happy", "glad", "confident", "sure", "certain"})
GIVEN = frozenset({"assign", "promote", "hire", "select", "choose", "appoint", "elect", "name", "nominate"})
"""Without an object these are told of the one they happened to."""
OBLIGING = frozenset({"suppose", "expect", "require", "oblige", "tell", "instruct", "order"})
"""What one was supposed or told to do is not yet done."""
ENJOYING = frozenset({"enjoy", "love", "like", "prefer", "hate", "dislike"})
"""Who enjoys doing a thing speaks of themselves; who enjoyed it did it."""
ABLE_ADJECTIVES = frozenset({"able", "capable"})
UNDOING = frozenset({"fail", "forget", "neglect", "refuse", "decline", "omit", "hesitate"})
ENDING = frozenset({"stop", "quit", "mind", "avoid", "finish"})
"""Verbs whose denial affirms what hangs on them: who did not stop working worked."""
LESSENING = frozenset({"only", "just", "merely", "simply", "solely"})
NEGATORS = frozenset({"not", "n't", "never", "no", "neither", "nor", "nobody", "none", "hardly", "nothing",
                      "cannot"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
CLAUSAL = frozenset({"ROOT", "conj", "relcl", "advcl", "ccomp", "xcomp", "acl", "parataxis", "pcomp", "dep",
                     "csubj"})
PERFECT = frozenset({"have", "has", "had", "'ve", "'d"})
CONDITIONAL = frozenset({"if", "unless", "whether", "lest"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One predicate: its verb, who acts, how it is meant, and whether the actor is the one acted upon."""

    verb: Token
    actor: Actor
    mood: Mood
    negated: bool
    passive: bool
    implied: bool
    perfect: bool
    conditional: bool
    modal: str
    object: Token | None
    subject: Token | None
    agent: Token | None
    """Who is named with "by" in a passive."""


def clauses(sentence: Sentence, selves: frozenset[str] = FIRST) -> list[Clause]:
    """The clauses of a sentence, in the order of their verbs; ``selves`` are the words for the writer."""
    return [_clause(sentence, token, selves) for token in sentence.tokens if _is_predicate(sentence, token)]


def _is_predicate(sentence: Sentence, token: Token) -> bool:
    if token.pos not in ("VERB", "AUX") or token.dep in ("aux", "auxpass", "amod", "compound"):
        return False
    return token.dep in CLAUSAL or any(c.dep in SUBJECTS or c.dep == "dobj" for c in sentence.children(token))


def _clause(sentence: Sentence, verb: Token, selves: frozenset[str]) -> Clause:
    subject, implied = subject_of(sentence, verb)
    below, helpers = sentence.children(verb), auxiliaries(sentence, verb)
    passive = any(c.dep in ("nsubjpass", "auxpass") for c in below) or _shared_passive(sentence, verb)
    passive = passive or (implied and _bare_passive(sentence, verb))
    return Clause(
        verb=verb,
        actor=_actor(sentence, verb, subject, implied, passive, selves),
        mood=mood_of(sentence, verb),
        negated=is_negated(sentence, verb),
        passive=passive,
        implied=implied,
        perfect=any(a.lower in PERFECT and a.dep == "aux" for a in helpers),
        conditional=any(c.dep == "mark" and c.lower in CONDITIONAL for c in below),
        modal=next((a.lower for a in helpers if a.tag == "MD"), ""),
        object=next((c for c in below if c.dep in ("dobj", "attr", "acomp", "pobj")), None),
        subject=subject,
        agent=_agent(sentence, verb) if passive else None,
    )


def subject_of(sentence: Sentence, verb: Token) -> tuple[Token | None, bool]:
    """The word that the verb is said of, and whether it had to be supplied (no subject: the writer)."""
    seen: set[int] = set()
    token = verb
    while token.index not in seen:
        seen.add(token.index)
        own = next((c for c in sentence.children(token) if c.dep in SUBJECTS), None)
        head = sentence.head(token)
        if own is not None and not _is_label(sentence, own, token):
            theirs = token.dep == "relcl" and _said_of_me(sentence, own, token)
            return (head if theirs else _antecedent(sentence, token, own)), False
        listed = _listed_with(sentence, token)
        if listed is not None:
            token = listed
            continue
        if token.dep in ("relcl", "acl"):
            return _named_by(sentence, head), False
        if head.index == token.index or head.pos not in ("VERB", "AUX"):
            if head.index != token.index and head.dep in ("acomp", "attr", "prep", "pcomp", "conj"):
                token = head
                continue
            break
        if token.dep == "xcomp":
            patient = next((c for c in sentence.children(head) if c.dep in ("dobj", "dative")), None)
            if patient is not None and head.lemma not in ("use", "take", "make", "promise"):
                return patient, False
        token = head
    return None, opens_with(sentence, token)


def _said_of_me(sentence: Sentence, subject: Token, verb: Token) -> bool:
    """Whether the parser gave "I" a verb whose object is "me": what I have had taught me, I did not."""
    objects = (c for c in sentence.children(verb) if c.dep in ("dobj", "dative"))
    return subject.lower == "i" and any(c.lower == "me" for c in objects)


def _listed_with(sentence: Sentence, verb: Token) -> Token | None:
    """The verb of "who…" that a verb without subject goes on from after a comma ("my boss, who called, wrote
    and waited"), where the parser hangs it on the verb before."""
    if verb.dep not in ("conj", "ccomp") or sentence.tokens[verb.index - 1].text != ",":
        return None
    between = sentence.tokens[verb.head + 1 : verb.index]
    relative = (t for t in between if t.dep == "relcl" and t.tag == verb.tag)
    told = [t for t in relative if any(c.lower == "who" and c.dep in SUBJECTS for c in sentence.children(t))]
    return told[-1] if told else None


def _is_label(sentence: Sentence, subject: Token, verb: Token) -> bool:
    """Whether a colon parts a word from the verb ("Bus bids: built a model"), so that the verb is not said of
    it, but for a person named or shown ("my boss: fixed the pump")."""
    shown = any(c.dep in ("det", "poss") for c in sentence.children(subject))
    somebody = subject.entity.endswith("PERSON") or (shown and subject.lemma in SUPERIORS)
    return not somebody and _labelled(sentence, verb) > subject.index


def _labelled(sentence: Sentence, verb: Token) -> int:
    """Where the words after the last colon before the verb begin; 0 where there is none."""
    return max((t.index + 1 for t in sentence.tokens[: verb.index] if t.text == ":"), default=0)


def _antecedent(sentence: Sentence, verb: Token, subject: Token) -> Token:
    """What "who" or "that" stands for, also in "it was I who…", where it hangs on the verb."""
    if subject.lower not in ("who", "that", "which"):
        return subject
    head = sentence.head(verb)
    if verb.dep == "relcl":
        return _named_by(sentence, head)
    if verb.dep == "ccomp" and head.lemma == "be":
        return next((c for c in sentence.children(head) if c.dep == "attr"), subject)
    return subject


def _named_by(sentence: Sentence, noun: Token) -> Token:
    """The one that a noun is said of: in "I was the cook who…" the cook is I."""
    verb = sentence.head(noun)
    if noun.dep != "attr" or verb.lemma != "be" or is_negated(sentence, verb):
        return noun
    said_of = next((c for c in sentence.children(verb) if c.dep == "nsubj"), noun)
    return noun if said_of.lower in ("it", "this", "that", "there") else said_of


def opens_with(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb without a subject is a bullet's opening ("Led…", "Also trained…", "Bids: built…")."""
    return verb.tag in ("VBD", "VBN", "VBG") and all(
        t.pos in ("ADV", "PUNCT", "SYM", "CCONJ", "SPACE", "X", "NUM")
        or t.dep in ("npadvmod", "det", "prep", "pobj")
        for t in sentence.tokens[_labelled(sentence, verb) : verb.index]
    )


def _actor(sentence: Sentence, verb: Token, subject: Token | None, implied: bool, passive: bool,
           selves: frozenset[str]) -> Actor:
    if passive:
        agent = _agent(sentence, verb)
        if subject is not None and person(sentence, subject, selves) == "applicant":
            return "other"
        return person(sentence, agent, selves) if agent else "nobody"
    if subject is None:
        return "applicant" if implied else "nobody"
    return person(sentence, subject, selves)


def _agent(sentence: Sentence, verb: Token) -> Token | None:
    by = next((c for c in sentence.children(verb) if c.dep == "agent"), None)
    return next((c for c in sentence.children(by) if c.dep == "pobj"), None) if by else None


def person(sentence: Sentence, subject: Token, selves: frozenset[str] = FIRST) -> Actor:
    """Who a subject is: the applicant, a team, or somebody or something else."""
    joined = [c for c in sentence.children(subject) if c.dep == "conj"]
    if any(c.dep == "cc" for c in sentence.children(subject)) and not joined:
        joined = [c for c in sentence.children(sentence.head(subject)) if c.dep == subject.dep]
    conjuncts = [subject, *(c for c in joined if c.index != subject.index)]
    words = {t.lower for t in conjuncts} | {t.lemma for t in conjuncts}
    if words & selves:
        return "applicant" if len(conjuncts) == 1 else "team"
    return "team" if words & TEAM else "other"


def _shared_passive(sentence: Sentence, verb: Token) -> bool:
    """A second participle that shares the first one's passive ("were written and sent")."""
    if verb.dep != "conj" or verb.tag != "VBN":
        return False
    head = sentence.head(verb)
    own = any(c.dep in (*SUBJECTS, "aux") for c in sentence.children(verb))
    return not own and any(c.dep == "auxpass" for c in sentence.children(head))


def tells_state(sentence: Sentence, clause: Clause) -> bool:
    """Whether a clause tells how things are or seem rather than something done."""
    lemma, thing = clause.verb.lemma, clause.object
    if lemma not in STATES:
        return False
    below = sentence.children(clause.verb)
    if lemma == "look" and any(c.dep == "prt" for c in below):  # "looked up each plan"
        return False
    if lemma == "get":  # "got the boiler running" is an act, "got a raise" is none
        return not any(c.dep == "ccomp" and sentence.children(c) for c in below)
    if thing is None or thing.dep != "dobj" or thing.lemma in ABSTRACT_NOUNS:
        return True
    past = clause.mood == "happened"
    return not (lemma in HANDLING or (lemma in BRINGING and past and thing.tag != "PRP"))


def _bare_passive(sentence: Sentence, verb: Token) -> bool:
    """A bullet's participle of what was done to the writer ("Assigned to nights", "Trained by the chief")."""
    below = {c.dep for c in sentence.children(verb)}
    return verb.tag in ("VBN", "VBD") and "dobj" not in below and ("agent" in below or verb.lemma in GIVEN)


def auxiliaries(sentence: Sentence, verb: Token) -> list[Token]:
    """The auxiliaries of a verb, or those it shares with the verb it is joined to."""
    own = [c for c in sentence.children(verb) if c.dep in ("aux", "auxpass")]
    if own or verb.dep != "conj" or any(c.dep in SUBJECTS for c in sentence.children(verb)):
        return own
    head = sentence.head(verb)
    shares = verb.tag in ("VB", "VBN", "VBG") or head.tag == verb.tag == "VB"
    return auxiliaries(sentence, head) if shares and head.pos in ("VERB", "AUX") else own


def is_negated(sentence: Sentence, verb: Token) -> bool:
    """Whether the verb, its object or the verb it depends on is denied."""
    near = sentence.children(verb)
    if _not_only(sentence, verb):
        return False
    if any(c.dep == "neg" or (c.lower in NEGATORS and c.dep in ("advmod", "det", "preconj")) for c in near):
        return True
    if any(c.dep in ("dobj", "attr", "nsubj") and _no(sentence, c) for c in near):
        return True
    shares = verb.dep == "conj" and not any(c.dep in SUBJECTS for c in near)
    head = sentence.head(verb)
    joined_by_or = shares and any(c.lower in ("or", "nor") for c in sentence.children(head))
    if head.index == verb.index:
        return False
    if joined_by_or:
        return is_negated(sentence, head)
    return _undone(sentence, verb, head)


def _undone(sentence: Sentence, verb: Token, head: Token) -> bool:
    """Whether the verb above takes an act back ("failed to…", "was not able to…")."""
    if verb.dep == "ccomp":
        return head.lemma in ("think", "believe", "say") and is_negated(sentence, head)
    if verb.dep != "xcomp":
        return False
    denied = is_negated(sentence, sentence.head(head) if head.pos == "ADJ" else head)
    return denied != (head.lemma in UNDOING and verb.tag == "VB") and not (denied and head.lemma in ENDING)


def _not_only(sentence: Sentence, verb: Token) -> bool:
    """Whether what looks denied is only the less ("not only…", "don't just…")."""
    pairs = ((nay, more) for nay, more in pairwise(sentence.tokens) if nay.head == verb.index)
    return any(nay.lower in ("not", "n't") and more.lower in LESSENING for nay, more in pairs)


def _no(sentence: Sentence, noun: Token) -> bool:
    return noun.lower in ("nothing", "none", "nobody", "little") or any(
        c.lower == "no" and c.dep == "det" for c in sentence.children(noun))


def mood_of(sentence: Sentence, verb: Token) -> Mood:
    """How the clause is meant: done, done habitually, intended, imagined, possible, or expected of one."""
    helpers = auxiliaries(sentence, verb)
    words = {a.lower for a in helpers}
    if words & MODAL_INTENDED:
        return "intended"
    if (words & MODAL_HYPOTHETICAL and not _is_had(verb, helpers)) or _inverted(sentence, verb, helpers):
        return "hypothetical"
    if words & MODAL_ABLE:
        return "able"
    governed = _governed(sentence, verb)
    if governed:
        return governed
    return _tense(verb, helpers)


def _is_had(verb: Token, helpers: list[Token]) -> bool:
    """Whether "'d" stands for "had": alone with a participle it does, whatever the parser says."""
    alone = len(helpers) == 1 and verb.tag in ("VBN", "VBD") and verb.lower != verb.lemma
    return any(a.lower == "'d" and (a.lemma == "have" or alone) for a in helpers)


def _inverted(sentence: Sentence, verb: Token, helpers: list[Token]) -> bool:
    """Whether a clause opens with "had" and its subject follows: "Had I seen it…" tells what was not."""
    if not helpers or helpers[0].lower != "had":
        return False
    below = sentence.children(verb)
    after = any(c.dep in SUBJECTS and c.index > helpers[0].index for c in below)
    return after and not any(c.index < helpers[0].index and c.dep != "punct" for c in below)


def _governed(sentence: Sentence, verb: Token) -> Mood | None:
    """The mood that a higher verb or adjective lends ("I plan to…", "I am able to…", "I enjoy…ing")."""
    head = sentence.head(verb)
    if verb.dep not in ("xcomp", "ccomp", "pcomp", "conj", "advcl", "acl") or head.index == verb.index:
        return None
    if verb.dep in ("advcl", "ccomp") and verb.tag in ("VBD", "VBP", "VBZ"):
        return None
    if head.lemma == "know" and verb.dep == "xcomp":
        return "able"
    if _asks(sentence, verb):
        return "asked"
    passive = any(c.dep == "auxpass" for c in sentence.children(head))
    if verb.dep == "xcomp" and passive and head.lemma in OBLIGING:
        return "obliged"
    past = head.tag == "VBD" or (head.pos == "ADJ" and sentence.head(head).tag == "VBD")
    if head.lemma in ABLE_ADJECTIVES:
        return "happened" if past else "able"
    if head.lemma in ENJOYING and verb.tag == "VBG":
        return "happened" if past else "able"
    if head.lemma in INTENDING | INTENDING_ADJECTIVES and verb.tag in ("VB", "VBG"):
        return "wished" if past else "intended"
    if head.lower == "going" and verb.tag == "VB":
        return "intended"
    if head.pos in ("VERB", "AUX") and verb.tag in ("VB", "VBG"):
        return mood_of(sentence, head)
    if head.dep == "prep" and sentence.head(head).lemma in ("responsible", "charge", "responsibility"):
        return "obliged"
    return None


def _asks(sentence: Sentence, verb: Token) -> bool:
    """Whether an infinitive is an indirect question ("which boxes to load")."""
    before = [t for t in sentence.subtree(verb) if t.index < verb.index]
    infinitive = any(t.lower == "to" and t.dep == "aux" and t.head == verb.index for t in before)
    return infinitive and any(t.tag in ("WRB", "WP", "WDT") for t in before)


def _tense(verb: Token, helpers: list[Token]) -> Mood:
    words = {a.lower for a in helpers}
    if words & {"have", "has", "had", "'ve", "was", "were", "did", "been"} or verb.tag in ("VBD", "VBN"):
        return "happened"
    if _is_had(verb, helpers) or (verb.tag == "VB" and "to" not in words and "did" in words):
        return "happened"
    return "habit" if verb.tag in ("VBP", "VBZ", "VBG", "VB") else "happened"
