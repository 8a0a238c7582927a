"""A number and what it counts are put together in one place, which knows when there is one."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from areateam.core.count_words import counted, working_days
from tests.house.source_tree import name_of, sources, tree_of, walked

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where a number is followed by days, months and the like, and no one function said so.
_SPANS = re.compile(r" ?(working |half |half working )?(days|weeks|months|hours|years)\b")
_THINGS = re.compile(
    r" (open |closed )?(cases|contracts|tasks|lines|documents|changes)\b(?! (are|were|wait|end)\b)"
)
_OWN_WORDS = {
    "areateam/core/count_words.py",
    # A month of fewer days, and years beyond those kept: never one.
    "areateam/core/dates.py",
}


def _found(tree: ast.AST) -> Iterator[int]:
    for node in walked(tree):
        if not isinstance(node, ast.JoinedStr):
            continue
        for number, words in zip(node.values, node.values[1:], strict=False):
            if not isinstance(words, ast.Constant) or not isinstance(number, ast.FormattedValue):
                continue
            said = str(words.value)
            span = _SPANS.match(said) and not _is_set(number.value)
            if span or (_THINGS.match(said) and _is_count(number)):
                yield node.lineno


def _is_set(number: ast.expr) -> bool:
    """Whether it is a number of the program's own, which is known to be several."""
    return isinstance(number, ast.Name) and number.id.isupper()


def _is_count(number: ast.FormattedValue) -> bool:
    """Whether it is written as a number, and not a label before "contracts"."""
    of = number.value
    measured = isinstance(of, ast.Call) and getattr(of.func, "id", "") == "len"
    return number.format_spec is not None or measured


def test_no_number_of_days_is_written_beside_its_words_by_hand() -> None:
    found = [
        f"{name_of(path)}:{line}"
        for path in sources("areateam", "ui")
        if name_of(path) not in _OWN_WORDS and not name_of(path).startswith("areateam/demo/")
        for line in _found(tree_of(path))
    ]
    assert found == []


def test_the_test_finds_what_it_looks_for() -> None:
    assert list(_found(ast.parse('f"{left:,} working days to the switch"')))
    assert list(_found(ast.parse('f"{len(found)} contracts"')))
    assert not list(_found(ast.parse('f"{group.label} contracts"')))
    assert not list(_found(ast.parse('f"{working_days(left)} to the switch"')))
    assert not list(_found(ast.parse('f"within {SOON_DAYS} working days"')))


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 working days"), (1, "1 working day"), (-1, "-1 working day"),
     (2300, "2,300 working days"), ("+1", "+1 working day"), ("½", "½ working day"),
     ("1½", "1½ working days")],
)  # fmt: skip
def test_one_is_one_and_all_else_several(count: int | str, said: str) -> None:
    assert working_days(count) == said


def test_a_plural_may_be_its_own() -> None:
    assert (counted(1, "body", "bodies"), counted(3, "body", "bodies")) == ("1 body", "3 bodies")
