"""The words of section headings: those known whole, and what others speak of."""

from __future__ import annotations

import re
from typing import Literal

SectionKind = Literal[
    "function", "description", "duties", "supervision", "selection", "requirements", "desirable",
    "training", "examination", "physical", "additional", "local", "apart", "other",
]  # fmt: skip

# Headings as they are met, most particular first. Each is matched whole, white space and case ignored.
_KSAS = (
    r"(?:ksa['’]?s?|knowledges?,? (?:skills?|abilities),? (?:and|&|or) (?:other )?"
    r"(?:abilities|skills|characteristics))"
)
_BODY = r"(?:physical|medical|vision|hearing)"
LEXICON: tuple[tuple[SectionKind, str], ...] = (
    ("training", r"training (?:(?:exam(?:ination)?s?|course|program|test|ksa) )?(?:requirements?|ksas?"
                 r"|standards?)"),
    ("training", rf"(?:requirements?|{_KSAS}) (?:for|under|during|after|in) training"),
    ("training", rf"(?:post-?entry |on-?the-?job )?training (?:exam(?:ination)?s?|tests?|courses?|{_KSAS})"),
    ("local", r"local (?:addend(?:um|a)|additions?|requirements?|provisions?|supplements?)"),
    ("examination", r"(?:entrance |entry |written |postal |required )?(?:exam(?:ination)?s?|tests?|testing"
                    r"|assessments?)"
                    r"(?: ?(?:and|/|or) ?(?:exam(?:ination)?s?|tests?|assessments?))? requirements?"),
    ("examination", r"(?:required |entrance |entry |written |postal )*(?:examinations?"
                    r"|exams?)(?: required)?"),
    ("examination", r"(?:written |required |entrance |entry )?tests?(?: required)?"),
    ("physical", rf"{_BODY}(?:(?:,| and| &| or|/)* ?{_BODY})*"
                 r" (?:requirements?|demands?|standards?|qualifications?|abilit(?:y|ies)|capabilit(?:y|ies)"
                 r"|fitness)"),
    ("physical", r"physical(?: (?:and|&|/) (?:environmental|mental) (?:requirements?|demands?|factors?))?"),
    ("desirable", rf"(?:highly )?(?:desirable|desired|preferred|asset)(?: (?:criteria|qualifications?"
                  rf"|requirements?|skills?|factors?|{_KSAS}))?"),
    ("additional", r"(?:additional|special|other|licens(?:e|ing)|driv(?:er|ers|er['’]s|ing)(?: license)?"
                   r"|certification|licensure)"
                   r" (?:provisions?|requirements?|conditions?|qualifications?|information|considerations?)"),
    ("additional", r"(?:experience|education|educational|experience and education"
                   r"|bargaining unit) requirements?"),
    ("additional", r"(?:education|experience|training)"
                   r"(?: ?(?:and|or|and/or|&|/) ?(?:education|experience|training))?"
                   r"|licen[sc]es?(?: ?(?:and|or|&|/) ?certifi\w+)?|certifi(?:cates?|cations?)"),
    ("additional", r"guidelines|complexity|scope and effect|(?:personal|nature of|purpose of) contacts"
                   r"(?: and purpose of contacts)?|work environment"),
    ("function", r"(?:basic |general |position )?(?:function(?:al)?(?: purpose| statement)?"
                 r"|purpose(?: of (?:the )?position)?)"),
    ("function", r"(?:position|job) (?:summary|purpose|overview)|summary(?: of (?:the )?(?:position|job))?"),
    ("description", r"description of (?:work|duties)|(?:standard )?(?:position|job|work) description"),
    ("duties", r"(?:(?:major|primary|principal|essential|typical|specific|general|key) )?(?:job )?"
               r"(?:duties|responsibilities)(?: ?(?:,|and|&|/)+ ?(?:tasks|duties|responsibilities))*"),
    ("duties", r"operational requirements?|what (?:you(?: will|['’]ll)? do|the work (?:consists of|is))"),
    ("supervision", r"supervision(?: received| exercised)?|supervisory controls"),
    ("selection", r"(?:selection|method of selection|means of selection)(?: (?:method|process|procedures?"
                  r"|policy|policies))?"),
    ("requirements", r"(?:(?:minimum|basic|general|job|position|entry|entrance|qualification|eligibility"
                     r"|mandatory"
                     r"|essential|core|required|ksa|specific) )*(?:requirements?|qualifications?|ksas?"
                     r"|(?:selection|evaluation|rating|rated|ranking|screening) (?:factors|criteria)"
                     r"|elements|competencies)"
                     r"(?: ?\(ksas?\))?(?: (?:on|for|at) entry)?(?: ?\(?cont(?:inued|['’]?d)\.?\)?)?"),
    ("requirements", rf"(?:(?:required|essential|minimum"
                     rf"|entry) )?{_KSAS}(?: ?\(ksas?\))?(?: (?:requirements?|required))?"
                     r"(?: ?\(?cont(?:inued|['’]?d)\.?\)?)?"),
    ("requirements", r"knowledge required by the position"),
    ("requirements", r"(?:person|candidate|employee) (?:specifications?|profile)"),
    ("requirements", r"what (?:you|applicants|we) (?:(?:must|need to|have to) (?:show|demonstrate|have)"
                     r"(?: us)?|(?:are )?look(?:ing)? for)"),
    ("apart", r"how (?:you|applicants|candidates) will be (?:evaluated|rated|assessed|selected)"
              r"|required documents?|documents required|(?:what to expect next|next steps)"),
    ("apart", r"how to apply|application (?:instructions?|procedures?|process|requirements?)|to apply"
              r"|salary(?: range)?|benefits?"
              r"|finance number|persons eligible to apply|area of consideration|who may apply"
              r"|contact(?: information)?"),
    ("apart", r"important(?: information| notice)?|notice|equal (?:employment )?opportunity(?: employer)?"
              r"|eeo statement"
              r"|reasonable accommodations?|veterans['’]? preference|(?:job )?posting(?: period| dates?)?"
              r"|closing date"
              r"|about (?:us|the postal service)|hours of duty|work (?:schedule|hours)"
              r"|(?:facility )?location"),
    ("apart", r"position information|travel requirements?|conditions of employment|background check"
              r"|drug (?:screening|testing)|notes?|remarks|references|distribution|enclosures?"
              r"|(?:revision )?history|change log"),
    ("training", r"requisitos de(?:l)? (?:adiestramiento|entrenamiento)"),
    ("examination", r"(?:requisitos? de )?ex[aá]m(?:en|enes)(?: requeridos?| de ingreso)?"),
    ("physical", r"(?:requisitos|demandas|exigencias) f[ií]sic[oa]s"),
    ("desirable", r"(?:requisitos|cualificaciones|calificaciones) desead[oa]s"),
    ("function", r"(?:funci[oó]n|prop[oó]sito)(?: b[aá]sic[oa]| del puesto)?"),
    ("duties", r"(?:deberes|tareas|funciones)(?: y (?:responsabilidades|deberes|tareas))?"),
    ("selection", r"(?:m[eé]todo|procedimiento) de selecci[oó]n"),
    ("requirements", r"requisitos(?: m[ií]nimos| del puesto)?|conocimientos,? (?:destrezas|habilidades)"
                     r",? y (?:habilidades|destrezas|capacidades)"),
)  # fmt: skip

IMPORTANCE = (
    r"(?:highly[ \t]+)?(?:essential|desirable|desired|preferred|mandatory|required|important|optional)"
)
"""What a requirement may be, in a standard's own words."""
WELCOME = (
    r"\b(?:desirable|desired|preferred|not required|(?:nice|good) to have|a plus|an (?:asset|advantage)"
    r"|would help|helpful)\b"
)
"""How it is said that something is desirable."""
# What an unknown heading, or a sentence that ends in a colon, speaks of. First match counts.
KEYWORDS: tuple[tuple[SectionKind, str], ...] = (
    ("training", r"\btraining\b|\btrainees?\b|\bafter (?:entry|appointment|selection)\b"),
    ("physical", r"\bphysical(?:ly)?\b|\bmedical(?:ly)?\b|\bvision\b"),
    ("examination", r"\bexam(?:ination)?s?\b|\btests?\b|\bassessments?\b"),
    ("desirable", rf"{WELCOME}|\basset\b"),
    ("local", r"\blocal\b"),
    ("apart", r"\bapply\b|\bapplication\b|\bbenefits\b|\bsalary\b"),
    ("requirements", r"\bksas?\b|\bknowledge\b|\bskills\b|\babilities\b|\bqualifications?\b"
                     r"|\brequire[ds]?\b|\brequirements?\b"
                     r"|\bmust\b|\bcompetenc|\bessential\b|\belements?\b|\bfactors\b"),
    ("duties", r"\bduties\b|\bresponsibilities\b"),
)  # fmt: skip
SECTION_NOUN = re.compile(
    r"\b(?:requirements?|demands?|standards?|exam\w*|tests?|ksas?|conditions?|qualifications?|information"
    r"|provisions?"
    r"|courses?|apply|addend\w+|duties|responsibilities)\b",
    re.IGNORECASE,
)
# In a sentence that introduces a list, a word about KSAs says more than a word about the test of them.
INTRODUCING: tuple[tuple[SectionKind, str], ...] = (
    ("training", r"\b(?:in|during) training\b"),
    ("training", r"\btraining\b.*(?:\bexam|\btest|\bksas?\b|\bknowledge\b|\bfollowing\b|\bdemonstrate)"),
    (
        "training",
        r"(?:\bfollowing\b|\bksas?\b|\bthese\b).*\b(?:training|after (?:entry|appointment|selection))\b",
    ),
    ("desirable", WELCOME),
    ("requirements", r"\bksas?\b|\bknowledge\b|\bskills\b|\babilities\b"),
    ("physical", r"\bphysical(?:ly)?\b|\bmedical(?:ly)?\b"),
    ("examination", r"\b(?:exams?|examinations?|tests)\b"),
    ("apart", r"\bto apply\b|\bapplication\b"),
)
