"""The numbers that `scripts/fit` wrote from the benchmark: read here, never edited by hand."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from screening.settings import Settings

FILE = "strength.json"


@lru_cache(maxsize=1)
def fitted_settings() -> Settings:
    """The settings of record, as packaged."""
    return Settings.model_validate_json(resources.files(__name__).joinpath(FILE).read_bytes())
