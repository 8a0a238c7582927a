"""The project's own source files, each read and parsed once, for the house tests."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENTRY_POINTS = ("main.py", "dev.py")


@cache
def sources(*tops: str) -> tuple[Path, ...]:
    """Every Python file below the named folders, and the named files; no name twice.

    `test_tree` alone fails for an entry point that is not there, not every test of the house.
    """
    found: list[Path] = []
    for name in tops:
        place = ROOT / name
        if name not in ENTRY_POINTS:
            assert place.is_dir(), f"not in the tree: {name}"
            found += sorted(place.rglob("*.py"))
        elif place.exists():
            found.append(place)
    return tuple(found)


@cache
def text_of(path: Path) -> str:
    """The text of a file."""
    return path.read_text("utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(text_of(path), str(path))


def name_of(path: Path) -> str:
    """The path from the root, with slashes: `areateam/core/dates.py`."""
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    """The dotted name of a module: `areateam.core.dates`, `areateam.core` for its `__init__`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def walked(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Every node of a tree, as `ast.walk` gives them; kept, since most rules ask for them."""
    return tuple(ast.walk(tree))


def docstrings(tree: ast.AST) -> set[int]:
    """The identities of the constants that are docstrings or other bare texts."""
    return {
        id(node.value)
        for node in walked(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


@cache
def literals(tree: ast.AST) -> tuple[tuple[int, str], ...]:
    """The line and value of each string that the program uses; docstrings are left out."""
    bare = docstrings(tree)
    return tuple(
        (node.lineno, node.value)
        for node in walked(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare
    )
