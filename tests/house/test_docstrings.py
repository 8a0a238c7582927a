"""Every module says what it is for, and every public part of the core what it gives."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.house.source_tree import ENTRY_POINTS, name_of, sources, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public_parts(tree: ast.Module | ast.ClassDef) -> Iterator[Documented]:
    """The public functions and classes of a module and, in turn, the public methods of those."""
    for node in tree.body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_parts(node)


def test_every_module_has_its_sentence() -> None:
    files = sources("areateam", "ui", "resources", "tests", *ENTRY_POINTS)
    wrong = []
    for path in files:
        first = (ast.get_docstring(tree_of(path)) or "").split("\n\n")[0]
        if len(first.split()) < 3 or first[-1] not in ".`":
            wrong.append(name_of(path))
    assert not wrong, "\n".join(wrong)


def test_every_public_part_of_the_core_is_described() -> None:
    wrong = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in sources("areateam")
        for node in public_parts(tree_of(path))
        if not ast.get_docstring(node)
    ]
    assert not wrong, "\n".join(wrong)


def test_public_parts_are_found_at_both_levels() -> None:
    tree = ast.parse(
        "class A:\n def b(self): pass\n def _c(self): pass\n"
        "class _D:\n def e(self): pass\ndef f():\n def g(): pass\n"
    )
    assert [node.name for node in public_parts(tree)] == ["A", "b", "f"]
