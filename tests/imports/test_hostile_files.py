"""Hostile files, small: each is taken with every line accounted for, or declined by its code.

How long they take and how much memory at their full size is for tests/bench/bench_hostile.py.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from areateam.core.findings import Finding
from areateam.core.problems import FileProblem
from areateam.core.wording import finding_sentence, problem_sentence
from areateam.imports import encodings, reader, sheet_package
from areateam.imports.query_answers import is_answered
from areateam.imports.reader import Chunk, examine, read
from tests.bench.hostile_files import HOSTILE, good_lines, huge_list, open_quote
from tests.conftest import ROOT

OUTCOMES = {
    "2 GB of zeros": "file-too-large",
    "2 GB, zeros after 50 lines": "file-too-large",
    "2 GB of a list": "file-too-large",
    "2 GB of words": "file-too-large",
    "one line of 490 MB": "line-too-long",
    "headings in 1,000,000 columns": "file-too-wide",
    "a line of 1,000,000 cells": "file-too-wide",
    "a quote never closed": "taken",
    "100,000 quotes in a row": "taken",
    "a quote opened on each line": "taken",
    "quotes closed 400 lines on": "taken",
    "ragged lines": "taken",
    "lines of commas": "taken",
    "blank lines": "file-empty",
    "a zero byte far down": "file-has-nul",
    "random bytes": "file-not-text",
    "a zip named .csv": "file-is-other",
    "a list named .xlsx": "taken",
    "a sheet that unpacks to 4 GB": "sheet-too-large",
    "a text of 32,000 in 12,000 cells": "taken",
    "a cell in the last place": "sheet-too-large",
    "a sheet of 300,000 lines": "taken",
    "half a spreadsheet": "sheet-damaged",
    "a folder": "file-is-folder",
    "a pipe": "file-is-other",
    "a device": "file-is-other",
    "a link to itself": "file-unreadable",
    "no file": "file-missing",
    "an empty file": "file-empty",
}
ELSEWHERE = {"no permission"}


def read_whole(path: Path) -> Chunk:
    whole = Chunk()
    for chunk in read(examine(path)):
        whole.lines += chunk.lines
        whole.records += chunk.records
        whole.findings += chunk.findings
    return whole


def outcome_of(path: Path) -> str:
    try:
        whole = read_whole(path)
    except FileProblem as problem:
        return problem.code if problem_sentence(problem) else "without a word"
    assert len(whole.lines) == len(whole.records)
    return "taken"


@pytest.mark.skipif(sys.platform == "win32", reason="makes pipes and reads devices")
@pytest.mark.parametrize("name", OUTCOMES)
def test_each_is_taken_or_declined_by_its_code(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, _, size = HOSTILE[name]
    monkeypatch.setattr(reader, "SIZE_CAP", 49_000 if name.startswith("2 GB") else 500_000_000)
    monkeypatch.setattr(encodings, "LINE_CAP", 40_000 if name.startswith("one") else 50_000_000)
    monkeypatch.setattr(sheet_package, "UNPACKED_CAP", 4_000_000)
    assert outcome_of(make(tmp_path, size)) == OUTCOMES[name]


def test_every_file_of_the_bench_is_here() -> None:
    assert set(HOSTILE) == set(OUTCOMES) | ELSEWHERE


def test_the_lines_that_an_open_quote_would_swallow_are_named(tmp_path: Path) -> None:
    whole = read_whole(open_quote(tmp_path, 2000))
    assert whole.lines == list(range(2, 2002))
    (finding,) = whole.findings
    assert (finding.line, finding.code) == (2, "quote-unclosed")
    assert finding_sentence(finding) == (
        "A quotation mark is opened and never closed; lines 3 to 502 were read by themselves."
    )


def _cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _overwrite(path: Path) -> None:
    # Of the same length, and moments later, as no clock is finer than the file system's.
    content = path.read_bytes()
    before = path.stat().st_mtime_ns
    path.write_bytes(content.upper())
    os.utime(path, ns=(before, before + 10_000_000))


CHANGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "cut short": (_cut_short, "file-changed"),
    "overwritten": (_overwrite, "file-changed"),
    "removed": (Path.unlink, "file-missing"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_that_changes_while_it_is_read_is_declined(name: str, tmp_path: Path) -> None:
    change, code = CHANGES[name]
    path = huge_list(tmp_path, 300_000)
    chunks = read(examine(path), 100)
    next(chunks)
    change(path)
    with pytest.raises(FileProblem) as caught:
        list(chunks)
    assert caught.value.code == code


def test_a_list_that_shrank_between_two_looks_is_declined(tmp_path: Path) -> None:
    path = huge_list(tmp_path, 300_000)
    shape = examine(path)
    path.write_text("".join(good_lines(5)), encoding="utf-8")
    with pytest.raises(FileProblem) as caught:
        list(read(shape))
    assert caught.value.code == "file-changed"


AS_NOBODY = """
import os, sys
from pathlib import Path
from areateam.core.problems import FileProblem
from areateam.core.wording import problem_sentence
from areateam.imports.reader import examine
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    examine(Path(sys.argv[1]))
except FileProblem as problem:
    print(problem_sentence(problem))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a mode of POSIX")
def test_a_file_that_may_not_be_read_says_so() -> None:
    # In the system's own folder, since the tests' folders are shut to others.
    folder = Path(tempfile.mkdtemp(prefix="areateam-"))
    try:
        path = HOSTILE["no permission"][0](folder, 10)
        folder.chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(path)],
            cwd=ROOT,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == "private.csv cannot be read: Permission denied.\n", done.stderr
    finally:
        shutil.rmtree(folder)


def test_a_finding_without_swallowed_lines_names_none() -> None:
    assert finding_sentence(Finding(3, "", "quote-unclosed")) == (
        "A quotation mark is opened and never closed."
    )


@pytest.mark.skipif(sys.platform == "win32", reason="makes a pipe")
def test_looking_for_answers_does_not_wait_for_a_pipe_either(tmp_path: Path) -> None:
    for name in ("a pipe", "a folder", "no file", "a link to itself"):
        assert not is_answered(HOSTILE[name][0](tmp_path, 0))
