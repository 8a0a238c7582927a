"""Values of the areas are structs: a frozen dataclass takes many times as long to define."""

from __future__ import annotations

import ast

from tests.house.source_tree import name_of, sources, tree_of

DATACLASSES = ("areateam/core/", "areateam/store/", "areateam/ledger/", "areateam/demo/")
"""Where no library is, what is few, and what is not loaded at a start."""


def _is_frozen(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Name)
        and decorator.func.id == "dataclass"
        and any(keyword.arg == "frozen" for keyword in decorator.keywords)
    )


def _compares_in_part(node: ast.ClassDef) -> bool:
    """Whether some field does not count when values are compared, which no struct can say."""
    keywords = [each for each in ast.walk(node) if isinstance(each, ast.keyword)]
    return any(keyword.arg == "compare" for keyword in keywords)


def test_values_of_the_areas_are_structs() -> None:
    slow = [
        f"{name_of(path)}: {node.name}"
        for path in sources("areateam")
        if not name_of(path).startswith(DATACLASSES)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
        and any(map(_is_frozen, node.decorator_list))
        and not _compares_in_part(node)
    ]
    assert slow == []
