"""The numbers that `scripts/fit` wrote from the benchmark: read here, never edited by hand."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from screening.settings import Settings

TRAINED, BASE = "strength.json", "strength-base.json"


@lru_cache(maxsize=2)
def fitted_settings(*, trained: bool = True) -> Settings:
    """The settings of record, as packaged: fitted with the trained adapter, or for the base model alone."""
    file = resources.files(__name__).joinpath(TRAINED if trained else BASE)
    return Settings.model_validate_json(file.read_bytes())
