"""The recipes of CONTRIBUTING.md: each is carried out on a copy of the package, and what was added works."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTIONS = {part.partition("\n")[0]: part for part in PAGE.split("\n## Add a ")[1:]}
ADDED = re.compile(r"`(?P<place>[\w/.-]+)`\s+\(\[worked\]\((?P<worked>[\w/.-]+)\)\)")
DIFF = re.compile(r"```diff\n--- (?P<file>\S+)\n(?P<edits>.*?)```", re.DOTALL)
Python = Callable[..., str]


def carry_out(recipe: str, place: Path) -> None:
    """Add the recipe's file, and make its edits: each text that goes is there exactly once."""
    section = SECTIONS[recipe]
    added = ADDED.search(section)
    assert added is not None, f"{recipe}: no worked file"
    target = place / added["place"]
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / added["worked"], target)
    for diff in DIFF.finditer(section):
        file = place / diff["file"]
        for edit in diff["edits"].split("@@\n"):
            old, new = (lines_of(edit, sign) for sign in "-+")
            text = file.read_text(encoding="utf-8")
            assert text.count(old) == 1, f"{recipe}: {diff['file']} has {text.count(old)} times:\n{old}"
            file.write_text(text.replace(old, new), encoding="utf-8")


def lines_of(edit: str, sign: str) -> str:
    """The lines of one side of an edit."""
    return "".join(line[1:] + "\n" for line in edit.splitlines() if line.startswith(sign))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and the standards, in a folder of their own; what is large is only linked."""

    def linked(source: str, target: str) -> None:
        if source.endswith(".safetensors"):
            Path(target).symlink_to(source)
        else:
            shutil.copy(source, target)

    unwanted = shutil.ignore_patterns("__pycache__")
    for name in ("screening", "standards"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=unwanted, copy_function=linked)
    return tmp_path


@pytest.fixture
def python(copy: Path) -> Python:
    """Runs lines of Python on the copy, with the helpers of the tests at hand; gives what they print."""

    def run(lines: str) -> str:
        paths = f"import sys; sys.path[:0] = [{str(copy)!r}, {str(ROOT / 'tests')!r}]\n"
        command = [sys.executable, "-c", paths + lines]
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def typed(line: str) -> str:
    """Lines of Python that do what a command does."""
    return f"import sys; sys.argv = {line.split()!r}\nfrom screening.cli import main\nmain()\n"


def test_there_is_a_recipe_for_each_room_and_a_test_for_each_recipe() -> None:
    assert set(SECTIONS) == {"document format", "finding", "ruling", "report", "store", "standard"}


def test_a_document_format(copy: Path, python: Python) -> None:
    """Before, its signs are read as words; after, a standard comes out as from plain text."""
    plain = (ROOT / "tests" / "documents" / "vacancy.txt").read_text(encoding="utf-8")
    (copy / "letter.txt").write_text(plain, encoding="utf-8")
    (copy / "letter.adoc").write_text(re.sub(r"(?m)^(?=[A-Z][A-Z &]+$)", "== ", plain), encoding="utf-8")
    ask = (
        "from pathlib import Path\nfrom screening.documents.opening import open_document\n"
        "from screening.documents.kinds import kind_of\n"
        "source = open_document(Path('letter.adoc'))\n"
        "print(kind_of(b'x', 'letter.adoc'), sum(m.kind == 'markup' for m in source.marks))"
    )
    assert python(ask).split()[0] == "text"
    carry_out("document format", copy)
    kind, signs = python(ask).split()
    assert kind == "asciidoc"
    assert int(signs) == (copy / "letter.adoc").read_text(encoding="utf-8").count("== ") > 0
    for ending in ("txt", "adoc"):
        python(typed(f"screening standards import letter.{ending} --out {ending}"))
    read, plainly = (ksas_in(copy / ending) for ending in ("adoc", "txt"))
    assert read == plainly != []


def ksas_in(library: Path) -> list[str]:
    """The words of the KSAs of the one standard that was written."""
    (file,) = (path for path in library.rglob("*.yaml") if ".checklist" not in path.name)
    return [ksa["text"] for ksa in yaml.safe_load(file.read_text(encoding="utf-8"))["ksas"]]


def test_a_finding(copy: Path, python: Python) -> None:
    """It is found, where it is, and its version is in what every result names."""
    carry_out("finding", copy)
    ask = (
        "from screening.findings import Passage, find_all, versions\n"
        "from screening.language.parsing import SpacyParser, parse\n"
        "for text in ('He said “come back tomorrow” and left.', 'He left.'):\n"
        "    (sentence,) = parse(text, SpacyParser())\n"
        "    print([f.words for f in find_all(Passage.of(sentence)) if f.source == 'quoted.v1'])\n"
        "print(versions())"
    )
    hit, miss, versions = python(ask).splitlines()
    assert (hit, miss) == ("['come back tomorrow']", "[]")
    assert "quoted.v1" in versions.split()


def test_a_ruling(copy: Path, python: Python) -> None:
    """A KSA whose checklist names it is decided by it, and the rating says so."""
    carry_out("ruling", copy)
    ask = (
        "from batches import small_screener\n"
        "from screening.applications import Text\n"
        "screener = small_screener()\n"
        "entry = screener.checklist.ksas['sorting'].model_copy(update={'ruleset': 'strict'})\n"
        "screener.checklist = screener.checklist.model_copy(update={'ksas': {'sorting': entry}})\n"
        "text = Text(source='narrative:sorting', text='I sorted 400 parcels.')\n"
        "rating = screener.rate('sorting', [text])\n"
        "print(rating.rule, rating.rating, screener.versions.ruleset.split()[0])"
    )
    assert python(ask).split() == ["strict.v1#something-told", "needs-review", "strict.v1"]


def test_a_report(copy: Path, python: Python) -> None:
    """A format of `screening rank` like any other, by name and by ending."""
    carry_out("report", copy)
    (copy / "c-1.yaml").write_text(
        "candidate: c-1\nstandard: 2320-0012\nnarratives: {postal-products: a text}\n", encoding="utf-8"
    )
    told = (
        "import screening.opening\nfrom commands import Told\n"
        "screening.opening.open_screener = lambda *a, **n: Told()\n"
    )
    line = "screening rank 2320-0012 c-1.yaml --format md --also slate.md"
    out = python(told + typed(line))
    assert out.splitlines()[0] == "| rank | candidate | outcome | postal-products | public-courtesy |"
    assert out.splitlines()[2].startswith("| 1 | c-1 | needs-review | yes | review |")
    assert (copy / "slate.md").read_text(encoding="utf-8") == out


def test_a_store(copy: Path, python: Python) -> None:
    """It keeps a record that verifies, erases words, notices what was changed, and commands take its URL."""
    carry_out("store", copy)
    ask = (
        "from datetime import datetime, UTC\nfrom pathlib import Path\n"
        "from screening.records import Draft, Paper\nfrom screening.stores.opening import open_store\n"
        "at, paper = datetime(2026, 3, 2, tzinfo=UTC), Paper(candidate='c-1', name='note', text='secret')\n"
        "store = open_store('lines:///panel.json', create=True)\n"
        "store.append(Draft(who='m1', at=at, kind='noted', body={}, papers=(paper,)))\n"
        "print(len(store.entries()), len(store.papers()), store.verify())\n"
        "store.erase('c-1', Draft(who='hr', at=at, kind='erased', body={}))\n"
        "print(len(store.entries()), len(store.papers()), store.verify(), end=' ')\n"
        "print('secret' in Path('panel.json').read_text())\n"
    )
    assert python(ask).splitlines() == ["1 1 ()", "2 0 () False"]
    assert "2 entries" in python(typed("screening audit verify --store lines:///panel.json"))
    kept = copy / "panel.json"
    kept.write_text(kept.read_text(encoding="utf-8").replace('\\"who\\":\\"m1\\"', '\\"who\\":\\"m2\\"'))
    with pytest.raises(AssertionError, match="entry 1 was changed"):
        python(typed("screening audit verify --store lines:///panel.json"))


def test_a_standard(copy: Path, python: Python) -> None:
    """It is in the library by its code and date, and passes the library's check."""
    carry_out("standard", copy)
    assert "KEEPER OF THE SIGNAL BOX" in python(typed("screening standards list --library standards"))
    shown = python(typed("screening standards show 9999-0009@2024-02-01#logs --library standards"))
    assert "log of trains by the minute" in shown
