"""Packages that only some reports need: loaded when a report asks, and refused with the extra's name."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from screening.errors import ScreeningError


def demanded(package: str, extra: str, beside: str = "") -> ModuleType:
    """The package, or a refusal that names the extra to install.

    ``beside`` is what the package needs that pip does not bring. A package that is there but cannot load a
    library of the system raises ``OSError``; for the reader both are the same: something is to be installed.
    """
    try:
        return import_module(package)
    except (ImportError, OSError) as error:
        system = f"; {beside} comes with the system" if beside else ""
        raise ScreeningError(
            f"{package} cannot be loaded: {str(error).splitlines()[0]}",
            expected=f"the optional package {package}" + (f", and {beside}" if beside else ""),
            do=f'pip install "screening-ksa[{extra}]"{system}',
        ) from error
