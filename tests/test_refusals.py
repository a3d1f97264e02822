"""Every refusal says what to do: read from the source, whichever input would raise it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening import errors

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "screening").rglob("*.py"))
CLASSES = frozenset(
    name
    for name, one in vars(errors).items()
    if isinstance(one, type) and issubclass(one, errors.ScreeningError)
)
# Where a step may be empty before somebody gives one: the class itself, and how the web tells any refusal,
# which has a step of its own for each status.
GIVEN_LATER = ("errors.py", "web/refusals.py")


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def refusals(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call that makes a refusal: of one of the classes, or raised at once with what was expected."""
    raised = {id(node.exc) for node in ast.walk(tree) if isinstance(node, ast.Raise)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            tells = id(node) in raised and any(word.arg == "expected" for word in node.keywords)
            if called(node) in CLASSES or tells:
                yield node


def may_be_empty(value: ast.expr | None) -> bool:
    """Whether an expression is the empty text, or is where a condition says so."""
    if isinstance(value, ast.IfExp):
        return may_be_empty(value.body) or may_be_empty(value.orelse)
    return isinstance(value, ast.Constant) and not value.value


def without_step(source: str) -> list[str]:
    """What is said first in each refusal that names no step, or an empty one."""
    found = []
    for call in refusals(ast.parse(source)):
        steps = [word.value for word in call.keywords if word.arg == "do"]
        if not steps or may_be_empty(steps[0]):
            found.append(ast.unparse(call.args[0]) if call.args else ast.unparse(call))
    return found


def empty_steps(source: str) -> list[int]:
    """The lines where a step that is handed on to a refusal, as the name ``do``, may be the empty text."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "do" for one in node.targets):
            lines += [node.lineno] * may_be_empty(node.value)
        elif isinstance(node, ast.arguments):
            named = [*node.posonlyargs, *node.args]
            pairs = [*zip(named[len(named) - len(node.defaults) :], node.defaults, strict=True),
                     *zip(node.kwonlyargs, node.kw_defaults, strict=True)]  # fmt: skip
            lines += [one.lineno for one, default in pairs if one.arg == "do" and may_be_empty(default)]
    return lines


def place(path: Path) -> str:
    """A module's file as the lists above name it."""
    return path.relative_to(ROOT / "screening").as_posix()


def test_every_refusal_says_what_to_do() -> None:
    found = {(place(path), said) for path in SOURCES for said in without_step(path.read_text("utf-8"))}
    assert sorted(found) == [], "give each of these a `do`: the next step for whoever reads it"


def test_a_step_that_is_handed_on_is_never_empty() -> None:
    found = {place(path): empty_steps(path.read_text("utf-8")) for path in SOURCES}
    empty = [name for name, lines in found.items() if lines]
    assert empty == sorted(GIVEN_LATER), "only these two are given their step later"


# --- the tests' own eyes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [
    "raise PanelError('found')",
    "raise PanelError('found', where='a', expected='b')",
    "raise errors.ScreeningError('found', expected='b') from error",
    "return ScreeningError('found', **more)",
    "found.append(StoreError('found'))",
    "raise StoreError('found', do='')",
    "raise StoreError('found', do='wait' if busy else '')",
    "raise StoreError('found', do='wait' if busy else None)",
    "raise type(error)('found', expected=error.expected)",
    "raise builder.refuse('found', 3, expected='b')",
])  # fmt: skip
def test_a_refusal_without_a_step_is_seen(source: str) -> None:
    assert without_step(source) == ["'found'"]


@pytest.mark.parametrize("source", [
    "raise PanelError('found', do='close it first')",
    "raise PanelError('found', do=f'name {one}')",
    "raise PanelError('found', do='wait' if busy else 'begin')",
    "raise builder.refuse('found', 3, expected='b', do='remove it')",
    "raise ValueError('found')",
    "raise HTTPException(404)",
    "class PanelError(ScreeningError): pass",
])  # fmt: skip
def test_a_refusal_with_a_step_is_let_pass(source: str) -> None:
    assert without_step(source) == []


@pytest.mark.parametrize(("source", "lines"), [
    ("do = ''", [1]),
    ("do = 'wait' if busy else ''", [1]),
    ("def refuse(found, do=''): pass", [1]),
    ("def refuse(found, *, where='', do: str = ''): pass", [1]),
    ("def refuse(found, where='', do='wait', more=''): pass", []),
    ("def refuse(found, do): pass", []),
    ("def refuse(found, *, do): pass", []),
    ("do = 'wait'", []),
])  # fmt: skip
def test_an_empty_step_is_seen_where_it_is_handed_on(source: str, lines: list[int]) -> None:
    assert empty_steps(source) == lines
