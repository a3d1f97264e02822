"""Who the applicant is: name, age, home, family, school, a veteran. It shows nothing, and may flip nothing.

Only a sentence that says nothing else is set aside; what somebody did as a veteran is read like any act.
"""

from __future__ import annotations

import re

NAME = "person.v2"

SOMEWHERE = r"(?-i:(?:the )?[A-Z][\w.'’-]*(?:,? (?:[A-Z][\w.'’-]*|of|the)){0,4})"
SCHOOL = (
    r"(?-i:(?:the )?(?:[A-Z][\w.'’-]* ){0,4}"
    r"(?:University(?: of(?: [A-Z][\w.'’-]*){1,3})?|College|High School))"
)
"""A school by a name that does not say what is learned there: a college of nursing does."""
FAMILY = r"(?:mother|father|parent|grandmother|grandfather|wife|husband|widow|widower|bachelor)"
SAYINGS = (
    rf"my (?:full |first |last )?name is {SOMEWHERE}",
    rf"I(?: currently| now)? (?:live|reside|dwell) in {SOMEWHERE}",
    rf"I (?:was born|was raised|grew up) in {SOMEWHERE}",
    rf"I (?:come|am|'m) from {SOMEWHERE}",
    rf"I (?:went to|attended|graduated from) {SCHOOL}(?: in (?:19|20)\d\d)?",
    r"I(?: am|'m) (?:now |currently )?(?:\w+[- ])?\w+ years (?:old|of age|young)",
    r"I(?: am|'m)(?: not)? an? (?:(?:proud|disabled|retired|combat|wounded|honou?rably discharged|war) )*"
    rf"veteran(?: of {SOMEWHERE})?",
    r"I(?: am|'m)(?: not)? (?:married|single|divorced|widowed|retired|disabled)",
    rf"I(?: am|'m)(?: not)? an? (?:(?:single|proud|married) )*{FAMILY}(?: of \w+)?",
    r"I(?: am|'m)(?: not)? an? (?:[\w.]+ )?citizen(?: of the United States| of \w+)?",
    r"I have (?:\w+ )?(?:children|kids|grandchildren|sons|daughters)",
)
PERSON = re.compile(
    r"\W*(?:{one})(?:,? (?:and|but) (?:{one}))*\W*".format(one="|".join(SAYINGS)), re.IGNORECASE
)


def is_person(text: str) -> bool:
    """Whether a sentence says who the applicant is, and nothing else."""
    return len(text) < 200 and PERSON.fullmatch(text.replace("and live", "and I live")) is not None
