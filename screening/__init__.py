"""Screening: decides, requirement by requirement, whether an applicant's own words demonstrate a KSA.

``screening.check``, ``rank``, ``evaluate`` and ``standard`` screen from Python (see ``screening.notebook``);
they are fetched when they are first asked for, so that importing the package loads nothing.
"""

from importlib import import_module

__version__ = "0.1.0"

_LIVES_IN = {
    **dict.fromkeys(("check", "rank", "evaluate", "standard"), "notebook"),
    "Application": "applications",
    "ScreeningError": "errors",
}

__all__ = ["Application", "ScreeningError", "check", "evaluate", "rank", "standard"]


def __getattr__(name: str) -> object:
    if name not in _LIVES_IN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LIVES_IN[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
