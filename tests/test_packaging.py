"""What is shipped and what is installed: the wheel's contents, the lock, and the dependencies declared."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_string
from email.message import Message
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}(?: \\)?$")


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def declared() -> list[Requirement]:
    """What the installed package needs, as declared."""
    return [Requirement(text) for text in pyproject()["project"]["dependencies"]]


# --- the wheel -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of this checkout, built by the backend alone: no isolation, so nothing is downloaded."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    command = [sys.executable, "-c", build, str(folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def unpacked(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing in it but what the wheel brings."""
    folder = tmp_path_factory.mktemp("unpacked")
    wheel.extractall(folder)
    return folder


def shipped() -> dict[str, Path]:
    """What the wheel should hold beside its metadata: name in the wheel, file in the checkout."""
    places = {"screening": "screening", "standards": "screening/_standards"}
    return {
        f"{place}/{path.relative_to(ROOT / folder).as_posix()}": path
        for folder, place in places.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def metadata(wheel: zipfile.ZipFile) -> Message:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return message_from_string(wheel.read(name).decode())


def test_the_wheel_holds_the_package_and_the_standards_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    """Byte for byte."""
    held = {name: wheel.read(name) for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == {name: path.read_bytes() for name, path in shipped().items()}


@pytest.mark.parametrize("pattern", [
    "screening/_standards/*/*.yaml", "screening/_standards/*/*.checklist.yaml",
    "screening/_standards/sources/*.txt", "screening/rules/*.yaml", "screening/reports/templates/*",
    "screening/fitted/strength.json", "screening/fitted/strength-base.json", "screening/fitted/*.safetensors",
    "screening/web/templates/*", "screening/web/static/*", "screening/stores/migrations/versions/*.py",
])  # fmt: skip
def test_what_the_package_reads_at_run_time_is_in_the_wheel(wheel: zipfile.ZipFile, pattern: str) -> None:
    assert [name for name in wheel.namelist() if Path(name).match(pattern)]


def test_the_source_distribution_builds_the_same_wheel(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    """Whoever builds from source gets what was tested; the benchmark and the tests come along."""
    build = "import sys; from hatchling.build import build_{0}; build_{0}(sys.argv[1])"
    make = [sys.executable, "-c", build.format("sdist"), str(tmp_path)]
    subprocess.run(make, cwd=ROOT, check=True, timeout=300)
    (packed,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path)  # our own, made a line above; 3.11.0 to 3.11.3 know no filter
    (source,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert (source / "candidates" / "benchmark" / "README.md").is_file()
    assert (source / "tests" / "conftest.py").is_file()
    make = [sys.executable, "-c", build.format("wheel"), str(tmp_path)]
    subprocess.run(make, cwd=source, check=True, timeout=300)
    (again,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(again) as built:
        assert {name: built.read(name) for name in built.namelist()} == {
            name: wheel.read(name) for name in wheel.namelist()
        }


@pytest.mark.parametrize("folder", ["candidates", "tests", "scripts", "docs", "standards", "out", ".venv"])
def test_applications_tests_and_tools_stay_out_of_the_wheel(wheel: zipfile.ZipFile, folder: str) -> None:
    assert not [name for name in wheel.namelist() if name.startswith(f"{folder}/")]


def test_the_wheel_carries_the_licence_and_says_which_it_is(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/licenses/LICENSE"))
    assert wheel.read(name) == (ROOT / "LICENSE").read_bytes()
    assert b"Apache License" in wheel.read(name)
    assert metadata(wheel)["License-Expression"] == "Apache-2.0"


def test_the_wheel_is_for_any_machine_with_the_pythons_that_were_tested(wheel: zipfile.ZipFile) -> None:
    assert str(wheel.filename).endswith("-py3-none-any.whl")
    allowed = SpecifierSet(metadata(wheel)["Requires-Python"])
    assert [allowed.contains(version) for version in ("3.10.14", "3.11.0", "3.12.9", "3.13.0")] == [
        False, True, True, False,
    ]  # fmt: skip


LIST = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from screening.cli import main
main()
"""


def listed(place: Path, cwd: Path) -> str:
    """What ``screening standards list`` prints when the package is the one in ``place``."""
    command = [sys.executable, "-c", LIST, str(place), "standards", "list"]
    run = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_wheel_knows_the_same_standards_as_the_checkout(unpacked: Path, tmp_path: Path) -> None:
    assert listed(unpacked, tmp_path) == listed(ROOT, tmp_path)
    assert "2320-0012" in listed(unpacked, tmp_path)


def test_the_wheel_reads_its_own_standards_and_rules(unpacked: Path, tmp_path: Path) -> None:
    """Not those of a checkout that happens to be installed as well."""
    ask = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from screening.files.library import Library\n"
        "from screening.rules.loading import load_ruleset, packaged_rulesets\n"
        "print(Library().root, *(load_ruleset(name).name for name in packaged_rulesets()), sep='\\n')"
    )
    command = [sys.executable, "-c", ask, str(unpacked)]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True)
    root, *rulesets = run.stdout.splitlines()
    assert Path(root) == unpacked / "screening" / "_standards"
    assert len(rulesets) == len(list((ROOT / "screening" / "rules").glob("*.yaml"))) > 0


# --- the lock --------------------------------------------------------------------------------------------


def entries() -> list[list[str]]:
    """The lock's entries: the line with name and version, then its hash and comment lines."""
    found: list[list[str]] = []
    for line in LOCK.splitlines():
        if re.match(r"[a-zA-Z0-9]", line):
            found.append([])
        if found and line.strip():
            found[-1].append(line)
    return found


def locked() -> list[Requirement]:
    return [Requirement(entry[0].removesuffix("\\").strip()) for entry in entries()]


def test_the_lock_names_one_exact_version_and_the_hashes_of_every_package() -> None:
    for entry, requirement in zip(entries(), locked(), strict=True):
        assert [each.operator for each in requirement.specifier] == ["=="], requirement
        lines = [line.strip() for line in entry[1:] if not line.lstrip().startswith("#")]
        assert lines, f"{requirement} has no hash"
        assert all(HASH.match(line) for line in lines), requirement


def test_the_lock_names_no_place_to_download_from() -> None:
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|--trusted-host| @ ", LOCK)


def test_the_lock_brings_no_torch_and_no_cuda() -> None:
    """torch comes as the CPU build, chosen and checked by scripts/setup."""
    names = {requirement.name for requirement in locked()}
    assert not [name for name in names if re.match(r"torch$|nvidia-|cuda-|triton|pytorch-", name)]


def test_the_lock_answers_every_dependency_that_pyproject_declares() -> None:
    """Fails when a dependency was added without running scripts/lock."""
    project = pyproject()
    asked = [*declared(), *map(Requirement, project["project"]["optional-dependencies"]["dev"]),
             *map(Requirement, project["dependency-groups"]["setup"])]  # fmt: skip
    versions = {canonicalize_name(each.name): next(iter(each.specifier)).version for each in locked()}
    answered = {each: versions.get(canonicalize_name(each.name)) for each in asked if each.name != "torch"}
    unanswered = [str(each) for each, found in answered.items() if not found or found not in each.specifier]
    assert not unanswered, f"run scripts/lock: {unanswered}"


def test_the_torch_that_is_declared_is_the_torch_that_is_installed() -> None:
    (torch,) = (each for each in declared() if each.name == "torch")
    assert f'torch="{torch}"' in (ROOT / "scripts" / "setup").read_text(encoding="utf-8")
    version = str(torch.specifier).removeprefix("==")
    assert f'version = "{version}"' in (ROOT / "scripts" / "lock").read_text(encoding="utf-8")


# --- the dependencies ------------------------------------------------------------------------------------


def third_party_imports() -> set[str]:
    """The top-level names that the package imports, its own and the standard library's left out."""
    names = set()
    for path in (ROOT / "screening").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {"screening"}


def test_every_package_that_the_code_imports_is_declared_and_not_only_brought_along_by_another() -> None:
    extras = pyproject()["project"]["optional-dependencies"]
    optional = [Requirement(text) for extra, texts in extras.items() if extra != "dev" for text in texts]
    names = {canonicalize_name(each.name) for each in (*declared(), *optional)}
    brought = packages_distributions()
    owners = {
        module: {canonicalize_name(owner) for owner in brought.get(module, [module])}
        for module in third_party_imports()
    }
    assert not {module: owner for module, owner in owners.items() if not owner & names}
