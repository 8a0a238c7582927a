"""Sizes: files, functions, classes and complexity, with a list of exceptions that only shrinks."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.house.source_tree import ENTRY_POINTS, name_of, sources, text_of, tree_of, walked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_LINES = {"areateam": 400, "ui": 450, "tests": 600, "resources": 400, "main.py": 400}
FUNCTION_LINES = 60
CLASS_METHODS = 20
COMPLEXITY = 10

# "kind name" -> the size it has today. Lower the figure or remove the line; never add one.
EXCEPTIONS: dict[str, int] = {}

Function = ast.FunctionDef | ast.AsyncFunctionDef
BRANCHES = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.comprehension,
    ast.match_case,
)


def complexity(node: ast.AST) -> int:
    """The number of ways through a function: one, and one more for each branch within it."""
    return 1 + sum(isinstance(inner, BRANCHES) for inner in ast.walk(node))


def methods(node: ast.ClassDef) -> int:
    """The number of functions that stand directly in a class."""
    return sum(isinstance(inner, Function) for inner in node.body)


def measures(path: Path, tree: ast.Module, lines: int) -> Iterator[tuple[str, int, int]]:
    """What is measured in one file: its kind and name, its size and its limit."""
    name = name_of(path)
    yield f"file {name}", lines, FILE_LINES.get(name.partition("/")[0], FILE_LINES["main.py"])
    for node in walked(tree):
        if isinstance(node, Function):
            place = f"{name}::{node.name}"
            yield f"function {place}", (node.end_lineno or 0) - node.lineno + 1, FUNCTION_LINES
            yield f"complexity {place}", complexity(node), COMPLEXITY
        elif isinstance(node, ast.ClassDef):
            yield f"class {name}::{node.name}", methods(node), CLASS_METHODS


@cache
def _all_measures() -> tuple[tuple[str, int, int], ...]:
    files = sources("areateam", "ui", "tests", "resources", *ENTRY_POINTS)
    return tuple(
        measure
        for path in files
        for measure in measures(path, tree_of(path), len(text_of(path).splitlines()))
    )


def test_nothing_is_larger_than_its_limit() -> None:
    wrong = [
        f"{what}: {size}, limit {limit}"
        for what, size, limit in _all_measures()
        if size > max(limit, EXCEPTIONS.get(what, 0))
    ]
    assert not wrong, "\n".join(wrong)


def test_every_exception_is_still_needed_as_it_stands() -> None:
    sizes = {what: (size, limit) for what, size, limit in _all_measures()}
    stale = {
        what: sizes.get(what)
        for what, figure in EXCEPTIONS.items()
        if what not in sizes or sizes[what][0] <= sizes[what][1] or sizes[what][0] < figure
    }
    assert stale == {}


@pytest.mark.parametrize(
    ("source", "ways"),
    [
        ("def f(): return 1", 1),
        ("def f(a):\n if a: return 1\n elif not a: return 2\n return 3", 3),
        ("def f(a):\n for b in a:\n  while b: pass\n return [c for c in a if c]", 4),
        ("def f(a):\n try: g()\n except A: pass\n except B: pass\n return 1 if a else 2", 3),
    ],
)
def test_complexity_counts_the_ways_through(source: str, ways: int) -> None:
    assert complexity(ast.parse(source).body[0]) == ways
