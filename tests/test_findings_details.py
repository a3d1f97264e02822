"""What supports an act: learning completed, results, details that can be checked, occasions."""

from __future__ import annotations

import pytest
from test_findings import check, table, wrong

from screening.evidence import FindingKind

LEARNING = table(
    "learning",
    hits=[
        "I completed a 40-hour course in first aid.",
        "I earned a certificate in bookkeeping in 2012.",
        "I studied accounting at a college in Tulsa.",
        "I graduated from the police academy.",
        wrong("Took a night class in welding.", "the parser takes the past form for an infinitive"),
        wrong("I have an associate degree in nursing.", "having a degree is not taken for education"),
        wrong("I hold a commercial driver's license.", "holding a licence is not taken for education"),
        "I passed the licensing exam for electricians.",
        wrong(
            "I was trained as a medic at Fort Sam Houston.",
            "training received in the passive is not taken for education",
        ),
        "I attended a seminar on hazardous materials.",
        "I finished my apprenticeship with a plumber in Mobile.",
        wrong("COMPLETED FORKLIFT TRAINING IN MAY 2017.", "the parser takes the participle for an adjective"),
        wrong(
            "I was certified as a lifeguard by the Red Cross.",
            "training received in the passive is not taken for education",
        ),
        wrong("Bachelor of Science in chemistry, Ohio State, 2009.", "there is no verb"),
        "She completed an internship at a veterinary clinic.",
        "In 2011 I took two semesters of Spanish.",
        "I have finished the online modules on lockout and tagout.",
    ],
    misses=[
        "I trained six new cashiers on the register.",
        wrong("I trained the cadets at the academy in knot work.", "teaching others is taken for learning"),
        "I plan to attend a course in first aid.",
        "I never finished the course.",
        "My sister graduated from the academy.",
        "I taught a course in first aid.",
        "I read the meters on my street.",
        "I would take a class in welding.",
        "I earned my pay with a shovel.",
        "I took the new driver along the route.",
        "My son attended the program where I cook.",
        "I have not earned a degree.",
        "I am a quick learner.",
        "If offered, I will complete the training.",
    ],
)

RESULT = table(
    "result",
    hits=[
        "As a result the waste dropped by half.",
        "Complaints fell from twelve a week to two.",
        "The customer thanked me and came back the next day.",
        "I changed the order of the stops, which saved the shop 400 dollars a month.",
        "The leak was fixed within an hour.",
        "Nobody was hurt.",
        "The patient left smiling.",
        "The store passed the audit with no findings.",
        "They still use my checklist today.",
        "The gate has worked ever since.",
        "It never happened again.",
        "Sales doubled in one summer.",
        "TURNOVER DROPPED FROM 40 TO 25 PERCENT.",
        "In the end the landlord paid for the damage.",
        "She got her check the next morning.",
        "The line was cut in half.",
        "My boss praised the new layout.",
        "I cut the waiting time from forty minutes to ten.",
        "Errors dropped by a third.",
        "The new rack reduced the walking by half.",
        "I doubled the egg count in one season.",
        "Our scrap rate went from 9 percent to 2.",
        "Not one of the calves was lost, and none of them got hurt.",
    ],
    misses=[
        "I swept the floor.",
        "I open the shop at six.",
        "I have two sisters.",
        "I cut the cloth by hand.",
        "I went from house to house with the catalogue.",
        "I went to the store room for more tape.",
        "I came to the depot by bus.",
        "I am a hard worker.",
        "I drove the van on Saturdays.",
        "I would improve the filing.",
        "I grew up on a sheep farm.",
        "There was no one at the desk, so I rang the bell.",
        "I rose at four and fed the hens.",
        "I saved stamps as a boy.",
        "I went down the list and called each name.",
        "She went up to the attic.",
        "They came from Ohio.",
        "I climbed to the roof and tied the tarp.",
        "I saved seeds by hand in paper bags.",
        "I shortened the sleeves by machine.",
        "I fell from the ladder.",
    ],
)

SPECIFICS = table(
    "specifics",
    hits=[
        "I laid 400 feet of pipe.",
        "I drove from Omaha to Denver.",
        "She asked me \"where is my check\" and I looked.",
        "I fixed the Heidelberg press.",
        "I started in 2009.",
        "I work at the St. Luke's clinic.",
        "I counted thirty-two crates.",
        "I used Excel to track the hours.",
        "I earned $14 an hour.",
        "I opened at 6:30 a.m.",
        "I spoke Tagalog with the patients.",
        "I filed Form 3849 for each of them.",
    ],
    misses=[
        "I helped many people with many things.",
        "I answered the phone and took notes.",
        "I am always polite.",
        "One must be patient.",
        "MY COMMUNICATION SKILLS ARE EXCELLENT.",
        "Great service to every customer.",
        "I listened, then I spoke.",
        "Honesty matters to me.",
        "I worked hard and stayed late.",
        "I have a lot of experience.",
        "Managed stressful situations.",
        "I TREAT ALL CUSTOMERS WITH RESPECT.",
    ],
)

OCCASION = table(
    "occasion",
    hits=[
        "One night a man came in without shoes.",
        "In 2009 I moved to the night desk.",
        "Last winter the pipes froze.",
        "When a child fell I cleaned the knee.",
        "During the flood I slept at the pump house.",
        "For six years I drove the school bus.",
        "Once a driver backed into the dock.",
        "That morning the ovens failed.",
        "Two years ago I took over the stall.",
        wrong("In the summer of 2014 I cut timber.", "a date is seen in three forms only"),
        wrong("On March 3 the roof came down.", "a date is seen in three forms only"),
        wrong(
            "On Christmas Eve I stayed until the last coat was sold.",
            "a date is seen in three forms only",
        ),
        "THE FIRST WEEK I WAS ALONE AT THE COUNTER.",
    ],
    misses=[
        "I answer the phone and take notes.",
        "I am polite.",
        wrong(
            "Once hired I will learn the rest.",
            "'once' is taken for an occasion when it is a condition or a frequency",
        ),
        wrong(
            "Once a week I mop the stairs.",
            "'once' is taken for an occasion when it is a condition or a frequency",
        ),
        wrong("I improved this customer service skill.", "the determiner belongs to another noun"),
        "I fixed the clock.",
        "People like my bread.",
        "I have good time management.",
        "I sort parcels by street.",
        "My case load is heavy.",
        "The shift lead speaks to the driver.",
        "I can work any day.",
        wrong("I know this family of machines well.", "'this family' is no occasion here"),
    ],
)


@pytest.mark.parametrize(("kind", "there", "text", "asked_for"), [*LEARNING, *RESULT, *SPECIFICS, *OCCASION])
def test_what_supports_it(kind: FindingKind, there: bool, text: str, asked_for: str) -> None:
    """The kind is found in the sentence, or not, as any reader would say."""
    check(kind, there, text, asked_for)
