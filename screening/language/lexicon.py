"""Classes of English words that more than one finding needs; each is closed by meaning, not by trade.

Sets hold lemmas in lower case. No word here belongs to a particular position or KSA.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STATES = _words(
    "be have feel believe think know understand like love enjoy want need possess hold consider pride "
    "care value seem appear mean matter belong deserve remain live suppose guess realize recognize agree "
    "trust respect admire prefer wish hope expect intend plan aim strive try bring excel thrive own exist "
    "involve include consist contain require depend relate concern regard pay cost weigh fit suit become "
    "get stay keep look sound tend happen occur desire possess boast pledge promise claim assume imagine "
    "wonder doubt fail forget neglect omit"
)
"""Verbs that tell a state, a wish or an attitude, not something done."""

HANDLING = _words("keep pay weigh plan look fit sound")
"""Verbs that tell a state by themselves and an act with a thing for their object ("kept a log")."""

BRINGING = _words("bring try")
"""The same, but only of the past: "I bring twenty years" is no act, "I brought the crates in" is one."""

VAGUE_VERBS = _words(
    "work help assist handle deal do use utilize participate support perform ensure maintain provide gain "
    "develop demonstrate exceed serve deliver leverage facilitate contribute apply show display exhibit "
    "acquire obtain experience engage interact foster drive champion cultivate embody leverage optimize "
    "spearhead empower implement execute accomplish achieve promote practice operate manage meet "
    "strengthen enhance"
)
"""Verbs that name an act without saying what was done; they need a concrete object."""

ABSTRACT_NOUNS = _words(
    "skill skills ability abilities experience knowledge excellence quality solution service environment "
    "need communication leadership professionalism attitude customer client people team work job task "
    "duty responsibility situation problem issue thing way level standard performance success goal "
    "objective result outcome value commitment dedication passion integrity respect courtesy patience "
    "empathy understanding background expertise proficiency competence competency strength talent asset "
    "mindset approach ethic manner support satisfaction relationship opportunity challenge environment "
    "pressure motivation guidance management information area aspect variety range field position role "
    "career capability potential confidence reputation best practice synergy stakeholder deliverable "
    "innovation efficiency productivity collaboration initiative principle method process procedure "
    "mind cool composure temper pace calm attention energy enthusiasm expectation "
    "policy organization individual employee public"
)
"""Nouns that could stand in anybody's application."""

PRAISE = _words(
    "excellent outstanding exceptional superior strong great proven extensive vast solid effective "
    "efficient professional dedicated passionate motivated hardworking reliable dependable dynamic "
    "skilled proficient expert experienced talented confident polite courteous friendly positive "
    "unmatched unparalleled world-class first-class superb stellar amazing wonderful fantastic natural "
    "born best good comfortable adept capable knowledgeable qualified exemplary remarkable high highest "
    "top impeccable flawless seasoned versatile detail-oriented results-driven team-player self-starter "
    "fast quick eager willing honest organized patient fluent perfect ideal tremendous unique"
)
"""Adjectives of praise and self-description."""

ADVERSE = _words(
    "miss lose fail forget raise argue complain stop leave let drop break hang ignore refuse hesitate "
    "quit skip delay waste hurt yell shout snap interrupt rush blame lie cheat panic mind worry regret "
    "doubt bother wait turn guess assume give send run fall slip mistake err abandon overlook neglect "
    "repeat pass sit rest sleep go promise walk trust accept take close settle late"
)
"""Verbs whose denial is no admission ("never missed a day", "did not raise my voice")."""

HARM = _words(
    "accident complaint injury error mistake problem trouble incident shortage loss delay dispute violation "
    "crash collision spill fine penalty grievance"
)
"""What nobody wants: not to have had it is a success."""

EXPERIENCE_NOUNS = _words(
    "experience training background chance opportunity occasion knowledge exposure degree certificate "
    "education qualification practice course class credential skill expertise clue idea familiarity "
    "license report"
)
"""What one says one lacks."""

EDUCATION_NOUNS = _words(
    "course class degree certificate certification diploma training program workshop seminar bachelor "
    "associate master major minor school college university academy license exam credit semester module "
    "apprenticeship bootcamp curriculum internship practicum coursework thesis ged webinar lesson "
    "credential"
)
EDUCATION_VERBS = _words(
    "complete take pass earn attend study graduate train learn finish obtain receive major enrol enroll "
    "certify qualify read practice"
)
RECEIVING_VERBS = _words(
    "receive follow obey accept await inherit hear undergo"
)
SUPERIORS = _words(
    "supervisor manager boss coworker colleague husband wife spouse partner brother sister mother father "
    "dad mom son daughter uncle aunt cousin friend foreman lead director owner captain sergeant officer "
    "chief teammate instructor teacher trainer mentor principal superintendent he she they clerk nurse "
    "agent"
)
"""People who may have done the work in the applicant's stead."""
COLLEAGUES = SUPERIORS - {"he", "she", "they"}
"""The same, named by what they are."""

ABBREVIATIONS = _words(
    "mr mrs ms dr st ave rd ln blvd jr sr ret vs etc eg ie cf nos vol pp jan feb mar apr jun jul aug sep "
    "sept oct nov dec mon tue tues wed thu thur thurs fri am pm yr yrs mos wk wks hr hrs min mins sec "
    "secs lb lbs oz ft sq gal pt qt mph avg max approx est incl inc excl ext ref reg rep req dept div "
    "dist bldg rm apt co corp govt assn assoc asst assist admin mgr mgmt supv temp misc prod elec mech "
    "tech univ hosp info equip maint natl intl gen capt lt sgt cpl pvt col maj cmdr pop cem inj instr fig "
    "ex proc spec"
)
"""Words that a full stop follows without ending a sentence."""

FUNCTION_WORDS = _words(
    "a an the of to in on at by for with from and or but nor as is are was were be been being have has "
    "had do does did i me my we our us you your he she it they them his her its their this that these "
    "those which who whom what when where while than then so if not no such other any all each both "
    "either can could will would shall should may might must sufficient including include etc also very "
    "more most some into over under about up out necessary required related various well able ability "
    "knowledge skill demonstrate demonstrated"
)
"""Words that carry no content when texts are compared."""


def content_lemmas(lemmas: list[str]) -> list[str]:
    """The lemmas that carry content, in order."""
    return [lemma for lemma in lemmas if lemma not in FUNCTION_WORDS and any(c.isalpha() for c in lemma)]
