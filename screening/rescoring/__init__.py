"""What a revision does to applications that were judged before it: what to judge again, and whom it touches.

``scope`` says which pairs of applicant and KSA must be judged again, and why; ``carrying`` makes the
application to the new version of the one to the old; ``thresholds`` decides from stored facts where only
numbers or rules changed; ``measuring`` compares the results before and after. All of it is pure.
"""
