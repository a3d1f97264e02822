"""Finds what the folders of pages and of the API hold: a file added there is served."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from fastapi import APIRouter


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """What a page adds to the navigation: its words, the name of its route, and where it stands."""

    label: str
    route: str
    place: int


def modules(package: str) -> Iterator[ModuleType]:
    """Every module of a package, in the order of their names."""
    folder = import_module(package)
    for found in sorted(pkgutil.iter_modules(folder.__path__), key=lambda one: one.name):
        yield import_module(f"{package}.{found.name}")


def routers(package: str) -> Iterator[APIRouter]:
    """The ``router`` of every module of a package that has one."""
    for module in modules(package):
        if isinstance(router := getattr(module, "router", None), APIRouter):
            yield router


def entries(package: str) -> list[NavigationEntry]:
    """The ``ENTRY`` of every module of a package that has one, in their places."""
    found = (getattr(module, "ENTRY", None) for module in modules(package))
    return sorted((one for one in found if isinstance(one, NavigationEntry)), key=lambda one: one.place)
