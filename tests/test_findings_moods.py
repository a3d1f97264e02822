"""What is not told as done: claims, duties, denials, intentions and imagined acts."""

from __future__ import annotations

import pytest
from test_findings import asked, check, table, wrong

from screening.evidence import FindingKind

CLAIM = table(
    "claim",
    hits=[
        "I am a dedicated professional with excellent communication skills.",
        "I have strong leadership skills.",
        "I can handle any situation.",
        "I possess the ability to work under pressure.",
        "I am able to operate all kinds of equipment.",
        "I know how to deal with difficult people.",
        "I pride myself on great customer service.",
        "I provide excellent service to every customer.",
        "I consistently deliver quality results.",
        "I bring outstanding expertise to any team.",
        "I excel in stressful environments.",
        "I am capable of leading a team.",
        "I am very good at listening to people.",
        "I demonstrated outstanding professionalism.",
        "I HAVE EXCELLENT PEOPLE SKILLS AND A POSITIVE ATTITUDE.",
        wrong("My communication skills are excellent.", "praise of what one has is not taken for a claim"),
        "I consider myself a natural leader.",
        "She is a highly motivated team player.",
        wrong("I enjoy baking bread.", "liking an activity is said of oneself"),
    ],
    misses=[
        "I trained six cashiers on the register.",
        "I handled the refund of a broken freezer in March.",
        "I cannot drive a truck.",
        "I am a nurse.",
        "I was a cook in the Navy for six years.",
        "I have a commercial driver's licence.",
        "I helped an old man carry a dryer to his truck.",
        "I served soup to two hundred people a night.",
        "I performed CPR on a man in the parking lot.",
        "I met the plumber at the gate and showed him the valve.",
        "I worked nights at a bakery in Tampa.",
        "I assisted the vet with three hundred calvings.",
        "My supervisor has excellent skills.",
        "I provided blankets to the families in the shelter.",
        "We are the best team in the state.",
    ],
)

DUTY = table(
    "duty",
    hits=[
        "Responsible for ordering the linen.",
        "My duties included answering the phone.",
        "I was responsible for the night audit.",
        "Duties include sweeping the docks and stacking crates.",
        "The position requires lifting 70 pounds.",
        "I am tasked with keeping the tool crib in order.",
        wrong("My job is to greet the visitors.", "a job that is 'to' do something is a duty"),
        wrong("I am in charge of the tool crib.", "being in charge is a duty"),
        "Accountable for all cash in the drawer.",
        "My responsibilities were scheduling and payroll.",
        "Tasked with the care of forty calves.",
        "Charged with keeping the keys of three buildings.",
        "MY PRIMARY DUTIES WERE COOKING AND CLEANING.",
        "She was responsible for the cold room.",
        "I was directly responsible for two warehouses.",
    ],
    misses=[
        "I took responsibility for the error and called her back.",
        "I charged the batteries every night.",
        wrong(
            "Charged the batteries every night and logged the voltage.",
            "'charged' is taken for 'charged with'",
        ),
        wrong(
            "The old wiring was responsible for the fire, so I replaced it.",
            "a thing is responsible for something else",
        ),
        "I returned to my unit after surgery.",
        "He was off duty, so I answered the phone.",
        "I paid the customs duties on the crates.",
        wrong("I wrote the duties of each cook on a card.", "duties that are written down are objects"),
        "I found out who was responsible and spoke with her.",
        "I built heavy-duty racks for the tire shop.",
        wrong(
            "I fixed the functions of the control panel one by one.",
            "functions of a machine are no duties",
        ),
        "I drove the bus on the school run.",
        "My job at the mill ended when I broke my wrist.",
    ],
)

DENIAL = table(
    "denial",
    hits=[
        asked("I have no experience with forklifts.", "Ability to operate a forklift safely in a warehouse."),
        asked("I have never driven a forklift.", "Ability to operate a forklift safely in a warehouse."),
        asked("I have not had the chance to lead a group.", "Ability to lead and coach a group of people."),
        asked("I lack training in first aid.", "Knowledge of first aid."),
        asked("I did not supervise anyone at that job.", "Ability to supervise people."),
        asked("I am not familiar with the shipping rates.", "Knowledge of shipping rates and services."),
        asked("I'm new to computers.", "Skill in using computers."),
        asked("Leading people was never part of my job.", "Ability to lead a group of people."),
        wrong(
            asked("My experience with spreadsheets is limited.", "Skill in using spreadsheets."),
            "the adjective stands after the noun",
        ),
        asked("I don't have any training in welding.", "Ability to weld."),
        asked("I cannot say that I have led a crew.", "Ability to lead a crew."),
        asked("I have yet to use that program.", "Skill in using computer programs."),
        asked("I haven't used a computer at work.", "Skill in using computers."),
        asked("NO EXPERIENCE IN THIS AREA.", "Knowledge of accounting."),
        asked("I never led anybody; my brother did.", "Ability to lead people."),
        asked("I have little knowledge of postal products.", "Knowledge of postal products."),
        asked(
            "Regrettably I've never answered customer emails.",
            "Ability to answer emails and calls of customers.",
        ),
        asked("I do not have a degree in chemistry.", "Knowledge of chemistry."),
        wrong(
            asked("I wasn't trained on that machine.", "Ability to run sorting machines."),
            "the contracted negation is not seen",
        ),
        asked("I have not yet written a report.", "Ability to write reports."),
        asked("Truthfully, I have never spoken in front of a group.", "Ability to speak to groups."),
        asked("I never had to resolve a complaint.", "Ability to resolve complaints of customers."),
        asked("I was not able to speak to groups.", "Ability to speak to groups."),
    ],
    misses=[
        asked("I never missed a delivery.", "Ability to make deliveries on time."),
        asked("I did not raise my voice.", "Ability to speak courteously."),
        asked("I never lost a patient's chart in nine years.", "Ability to keep records and charts."),
        wrong(
            asked("I have not had a complaint since 2015.", "Ability to resolve complaints of customers."),
            "harm that did not come is taken for lacking experience",
        ),
        asked("No customer ever waited more than five minutes.", "Ability to serve customers."),
        asked("I had no trouble learning the software.", "Skill in using software."),
        wrong(
            asked("I had no training manual, so I wrote one.", "Ability to train people."),
            "what is lacking is a manual",
        ),
        asked("I did not leave until the last patient was seen.", "Ability to care for patients."),
        asked("I never let the line get longer than ten people.", "Ability to serve people."),
        asked(
            "I didn't know the answer, so I looked it up in the manual.",
            "Ability to use manuals to find answers.",
        ),
        asked("Not only did I repair the pump, I trained two others.", "Ability to repair pumps."),
        asked(
            "I never raised my voice to a customer, no matter how rude.",
            "Ability to treat customers with courtesy.",
        ),
        asked("I could not find the part, so I made one.", "Ability to make parts."),
        wrong(
            asked("The customer had no experience with email, so I walked her through.", "Use of email."),
            "somebody else lacks the experience",
        ),
        wrong(
            asked("I trained clerks with no experience until they could close up.", "Ability to train."),
            "somebody else lacks the experience",
        ),
        asked("Nothing was ever stolen on my watch.", "Ability to guard property."),
        asked("I never once failed an inspection.", "Ability to pass inspections."),
        asked(
            "I never stopped practicing until I could splice a cable in the dark.",
            "Ability to splice cables.",
        ),
        asked("My helper had never driven a forklift, so I taught him.", "Ability to operate a forklift."),
        asked("I don't just sort the mail, I check each address.", "Ability to sort mail."),
        asked("No one on the crew was hurt while I ran the saw.", "Ability to operate saws."),
        asked("I fixed it without any help.", "Ability to fix machines."),
        wrong(
            asked("I have never had an accident in a company truck.", "Ability to drive trucks."),
            "harm that did not come is taken for lacking experience",
        ),
        asked(
            "I do not close a case until the customer says that it works.",
            "Ability to resolve customer cases.",
        ),
        asked("She couldn't read the form, so I read it to her.", "Ability to read forms."),
        asked("I did not hesitate to speak to the group.", "Ability to speak to groups."),
    ],
)

INTENTION = table(
    "intention",
    hits=[
        "I plan to take a welding course next spring.",
        "I will lead the morning crew with patience.",
        "I hope to learn the trade.",
        "I'm going to study Spanish.",
        "I intend to get my licence.",
        "I look forward to serving the public.",
        "I am eager to learn the sorting machine.",
        wrong("My goal is to become a supervisor.", "the goal is the subject, not the applicant"),
        wrong("I'd love to work with animals.", "the wish is taken for an imagined act"),
        "I am willing to be trained.",
        "I want to learn the trade.",
        "I AM READY TO START AND I WILL GIVE MY BEST.",
        "I aim to finish my degree in May.",
        "Looking forward to meeting the team.",
        "I aspire to run my own shop.",
        "I am planning to apply for the apprenticeship.",
        "I have always wanted to work for the railroad.",
        "I am happy to work any shift.",
    ],
    misses=[
        "I planned the route the night before.",
        "I wanted to help, so I carried her bags.",
        "He will bring the truck, and I have signed for it.",
        "I expected a rush, so I called in two waiters.",
        "Every Sunday I will still go down and oil the clocks.",
        "I promised her a call by five and called at four.",
        "I decided to rebuild the shelf and did so in a day.",
        "Customers will often ask where their parcel is.",
        "I wished every guest a good night.",
        "I asked him if he wanted to wait.",
        "I committed the route to memory.",
        "I sought a cheaper supplier and found one in Reno.",
        "The manager plans the shifts.",
        "I mended the nets by lamplight.",
        "I told her that the technician would come on Friday.",
        "I wanted to be sure that she understood, so I asked her to say it back.",
        "I was glad to drive her home.",
    ],
)

HYPOTHETICAL = table(
    "hypothetical",
    hits=[
        "If hired I would lead by example.",
        "I would listen to the customer first.",
        "I could do that job with no trouble.",
        "In this position I would keep a list of callers.",
        "If a customer were angry I would apologise.",
        "I might start with the oldest cases.",
        "Should I be selected, I would learn every product.",
        wrong("I would have called the manager.", "'call' is left out for the sake of 'I'd call it'"),
        "Given the chance I would reorganise the storeroom.",
        "As your lead agent I'd make sure that each caller is heard.",
        "IF I GET THE JOB I WOULD WORK HARD.",
        "First I would look at the screen, then I would ask for the number.",
        "I ran a dairy for ten years. If I were chosen I would run this office in the same way.",
        wrong(
            "I would call the customer back within the hour.",
            "'call' is left out for the sake of 'I'd call it'",
        ),
    ],
    misses=[
        "Every morning I would print the sheets and hang them up.",
        wrong("I could hear the motor knocking, so I pulled over.", "what one could hear was heard"),
        wrong("I couldn't find the part, so I made one.", "what one could not do is past, not imagined"),
        "I asked whether I could help.",
        wrong("She said that I could keep the change.", "somebody else's word is taken for the applicant's"),
        "I told him that he should rest.",
        "I explained what would happen next.",
        wrong(
            "I would often stay late to teach the new cooks.",
            "a state verb keeps a habit from being seen",
        ),
        "Whenever the bus was late I'd phone the school.",
        wrong("When it snowed I would salt the steps before six.", "'when' with a past verb tells a habit"),
        "We would load the vans at four.",
        "I had the only keys, so nobody else could get in.",
        "My mother would say that I was stubborn.",
        "I used to drive the school bus.",
        "I kept the receipts so that the owner could check them.",
        wrong(
            "I drew a map so that I could find the meters in the dark.",
            "a purpose is taken for an imagined act",
        ),
        "I worked for years at a tailor's. After a fitting I would pin the hem and sew it the same night.",
        "I'd call it a fair day's work: I shod nine horses.",
    ],
)
ROWS = [*CLAIM, *DUTY, *DENIAL, *INTENTION, *HYPOTHETICAL]


@pytest.mark.parametrize(("kind", "there", "text", "asked_for"), ROWS)
def test_how_it_is_meant(kind: FindingKind, there: bool, text: str, asked_for: str) -> None:
    """The kind is found in the sentence, or not, as any reader would say."""
    check(kind, there, text, asked_for)
