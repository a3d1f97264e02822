"""What changed between two versions of a standard, and which narratives an applicant must write anew.

:func:`screening.revisions.comparing.compare` makes a :class:`screening.revisions.comparison.Comparison`;
:func:`screening.revisions.applying.apply` makes the new version of the old one and a comparison. Words, order
and the parts of a requirement decide; no model of likeness is asked.
"""
