"""Screening: decides, requirement by requirement, whether an applicant's own words demonstrate a KSA."""

__version__ = "0.1.0"
