"""Awkward files by others and of our own: none is read wrong, and the judge of that is right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.imports.torture_table import CORPORA, Expected, verdict, verdicts_of


@pytest.mark.parametrize("name", CORPORA)
def test_no_file_of_the_corpus_is_read_wrong(name: str, shared: Path | None) -> None:
    _, passed, other = CORPORA[name]
    verdicts = verdicts_of(shared / "torture", name) if shared else {}
    assert [file for file, word in verdicts.items() if word == "wrong"] == []
    tally = Counter(verdicts.values())
    if verdicts:
        assert tally["passed"] >= passed
        assert tally.total() >= passed + other


MINE: dict[str, tuple[str, Expected, str]] = {
    "plain": ("a,b\n1,2\n", (("a", "b"), [["1", "2"]]), "passed"),
    "ragged": ("a,b\n1,2\n3\n", (("a", "b"), [["1", "2"], ["3", "4"]]), "named"),
    "stray": ('a,b\n1,"x"y"\n', (("a", "b"), [["1", 'x"y']]), "passed"),
    "double header": ("a,b\na,b\n1,2\n", (("a a", "b b"), [["1", "2"]]), "named"),
    "lost": ("a,b\n1,2\n", (("a", "b"), [["1", "2"], ["3", "4"]]), "wrong"),
    "changed": ("a,b\n1,2\n", (("a", "b"), [["1", "7"]]), "wrong"),
    "empty": ("", ((), []), "declined"),
    "empty but should not be": ("", (("a",), [["1"]]), "wrong"),
}


@pytest.mark.parametrize("name", MINE)
def test_the_judge_tells_right_from_wrong(name: str, tmp_path: Path) -> None:
    text, expected, word = MINE[name]
    path = tmp_path / "given.csv"
    path.write_bytes(text.encode())
    assert verdict(path, expected) == word
