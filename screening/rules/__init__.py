"""Rulesets kept as data, and the one adapter that decides by them.

A ruleset (``evidence.yaml`` beside this file) names its facts and its rules in order; the first rule that
holds decides. ``schema`` and ``conditions`` say what a ruleset may be, ``loading`` reads one, ``engine``
decides one set of facts, ``batch`` many. Reading a ruleset does not load the engine.
"""

from screening.rules.loading import load_ruleset, packaged_rulesets, read_ruleset
from screening.rules.schema import Fact, Rule, Ruleset

__all__ = ["Fact", "Rule", "Ruleset", "load_ruleset", "packaged_rulesets", "read_ruleset"]
