"""The tree: what lies at the top, the map against what is there, and the locked requirements."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

from tests.house.source_tree import ROOT, name_of, sources, text_of

TOP = {
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "areateam",
    "dev.py",
    "docs",
    "main.py",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
    "resources",
    "tests",
    "ui",
}
# What tools and the product leave behind, all of it ignored by git.
MADE = {"areateam.egg-info", "build", "dist", "htmlcov", "pictures", "uv.lock", "__pycache__"}
UNFINISHED = re.compile(
    r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK")) + r")\b"
)
REGISTRY = re.compile(
    r"https?://|--(extra-)?index-url|--find-links|--trusted-host|file:", re.IGNORECASE
)
ON_THE_MAP = re.compile(r"[a-z_]+(/|\.py)")


def requirement_name(line: str) -> str:
    """The normalised name of the package that a requirement asks for."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s=<>!~\[;]", line, maxsplit=1)[0]).lower()


def pinned(name: str) -> dict[str, tuple[str, int]]:
    """What a requirements file pins: each package's version and its number of hashes."""
    found: dict[str, tuple[str, int]] = {}
    for entry in re.split(r"\n(?=\S)", text_of(ROOT / name).replace("\\\n", " ")):
        if match := re.match(r"[\w.-]+==([\w.+!]+)", entry):
            found[requirement_name(entry)] = (match[1], entry.count("--hash=sha256:"))
    return found


def mapped(text: str) -> set[str]:
    """The folders and modules that the map in the architecture names, from the root."""
    block = text.partition("## Map")[2].partition("```")[2].partition("```")[0]
    found: set[str] = set()
    top = ""
    for line in block.splitlines():
        names = line.split()
        if line[:1].strip() and names:
            top = names.pop(0)
            found.add(top)
        if not top.endswith("/"):
            continue
        for name in names:
            if not ON_THE_MAP.fullmatch(name):
                break
            found.add(top + name)
    return found


def test_the_top_holds_only_what_belongs_there() -> None:
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    strange = {name for name in there - TOP - MADE if not name.endswith(".areateam")}
    assert strange == set()
    assert TOP - there == set()


def test_everything_on_the_map_exists() -> None:
    names = mapped(text_of(ROOT / "docs" / "architecture.md"))
    assert {"areateam/core/", "ui/pages/", "areateam/office.py"} <= names
    assert sorted(name for name in names if not (ROOT / name).exists()) == []


def test_every_package_is_on_the_map() -> None:
    names = mapped(text_of(ROOT / "docs" / "architecture.md"))
    there = {
        name_of(path) + ("/" if path.is_dir() else "")
        for top in ("areateam", "ui")
        for path in (ROOT / top).iterdir()
        if not path.name.startswith("__") and (path.suffix == ".py" or any(path.rglob("*.py")))
    }
    assert there - names == set()


def test_every_package_has_its_init() -> None:
    folders = {path.parent for path in sources("areateam", "ui", "resources")}
    assert sorted(name_of(f) for f in folders if not (f / "__init__.py").exists()) == []


def test_every_test_file_has_a_name_of_its_own() -> None:
    names = Counter(path.name for path in sources("tests") if path.name != "conftest.py")
    assert [name for name, times in names.items() if times > 1] == []


def test_every_test_file_is_collected() -> None:
    strange = [
        name_of(path)
        for path in sources("tests")
        if not path.name.startswith("test_") and "def test_" in text_of(path)
    ]
    assert [name for name in strange if not name.endswith("test_tree.py")] == []


def test_nothing_is_marked_unfinished() -> None:
    files = [
        path
        for top in ("areateam", "ui", "resources", "tests", "docs")
        for path in (ROOT / top).rglob("*")
        if path.suffix in {".py", ".md", ".toml", ".sql"}
    ]
    files += [ROOT / name for name in TOP if (ROOT / name).is_file()]
    assert [name_of(path) for path in files if UNFINISHED.search(text_of(path))] == []


def test_no_registry_is_named() -> None:
    names = ["requirements.txt", "requirements-dev.txt", "pyproject.toml", "dev.py", ".ci/run"]
    assert [name for name in names if REGISTRY.search(text_of(ROOT / name))] == []


def test_every_requirement_is_hashed_and_both_files_agree() -> None:
    plain, full = pinned("requirements.txt"), pinned("requirements-dev.txt")
    assert len(plain) > 5
    assert [name for name, (_, hashes) in (plain | full).items() if not hashes] == []
    assert {name: full.get(name) for name in plain} == plain


def test_the_requirements_cover_what_the_project_declares() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    declared = {requirement_name(entry) for entry in project["dependencies"]}
    wanted = {requirement_name(entry) for entry in project["optional-dependencies"]["dev"]}
    assert declared
    assert declared - set(pinned("requirements.txt")) == set()
    assert (declared | wanted) - set(pinned("requirements-dev.txt")) == set()


def test_the_version_is_told_once() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    said = re.search(r'__version__ = "([^"]+)"', text_of(ROOT / "areateam" / "__init__.py"))
    assert said
    assert said[1] == project["version"]
    assert f"## {project['version']}" in text_of(ROOT / "CHANGELOG.md")


def test_the_map_is_read_as_it_is_written() -> None:
    text = (
        "# A\n## Map\n```\nmain.py   entry point: no arguments\nareateam/\n"
        "  core/     dates, amounts\n  office.py   one register\n  cli.py\n"
        "ui/\n  app.py shell.py   the window\n  tables/ forms/   know columns\n"
        "resources/  kinds/ rules/\n```\nother/ words\n"
    )
    assert mapped(text) == {
        "main.py",
        "areateam/",
        "areateam/core/",
        "areateam/office.py",
        "areateam/cli.py",
        "ui/",
        "ui/app.py",
        "ui/shell.py",
        "ui/tables/",
        "ui/forms/",
        "resources/",
        "resources/kinds/",
        "resources/rules/",
    }


def test_the_root_is_the_projects() -> None:
    assert Path(__file__).resolve().is_relative_to(ROOT / "tests" / "house")


def test_every_picture_of_the_readme_is_there() -> None:
    named = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text_of(ROOT / "README.md"))
    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []
