"""What changed between two versions of a standard, and which narratives an applicant must write anew.

:func:`screening.revisions.comparing.compare` makes a :class:`screening.revisions.comparison.Comparison`, in
which nothing is lost: the old version and it give the new one. Words, order and the parts of a requirement
decide; no model of likeness is asked.
"""
