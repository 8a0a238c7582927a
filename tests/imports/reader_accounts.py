"""Holds the reader to its accounts: every line and every character of a file is somewhere."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from areateam.core.problems import FileProblem
from areateam.core.wording import finding_sentence, problem_sentence
from areateam.imports.reader import Chunk, FileShape, examine, line_breaks, read
from areateam.imports.text_reader import open_text


def account_for(path: Path) -> str:
    """Read a file to its end: "taken", or the code by which it is declined.

    Any other exception, or an account that does not add up, is a fault of ours and is raised.
    """
    try:
        shape = examine(path)
        whole = read_whole(shape)
    except FileProblem as problem:
        if not problem_sentence(problem):
            raise AssertionError(problem.code) from problem
        return problem.code
    _require_order(shape, whole)
    for finding in (*shape.findings, *whole.findings):
        finding_sentence(finding)
    if shape.kind == "text":
        _require_lines(shape, whole)
    return "taken"


def read_whole(shape: FileShape, chunk: int = 7) -> Chunk:
    """All records of a file as one chunk, read in small ones."""
    whole = Chunk()
    for part in read(shape, chunk):
        whole.raw |= {len(whole.records) + index: raw for index, raw in part.raw.items()}
        whole.lines += part.lines
        whole.records += part.records
        whole.findings += part.findings
        whole.blank += part.blank
    return whole


def _require_order(shape: FileShape, whole: Chunk) -> None:
    """Each record has the file's width and begins on a later line than the one before."""
    assert len(whole.lines) == len(whole.records)
    assert all(len(record) == shape.width for record in whole.records)
    before = [shape.first_line - 1, *whole.lines]
    assert all(one < two for one, two in zip(before, whole.lines, strict=False))
    if shape.kind == "text":
        assert all(0 <= finding.line <= shape.lines + 1 for finding in whole.findings)


def _require_lines(shape: FileShape, whole: Chunk) -> None:
    """The lines below the header are those of records and blank ones; no character is lost."""
    with open_text(shape.path, shape.encoding) as stream:
        lines = stream.readlines()
    body = lines[shape.first_line - 1 :]
    cells = [cell for at, record in enumerate(whole.records) for cell in whole.raw.get(at, record)]
    inside = sum(map(line_breaks, cells))
    counted = len(whole.records) + inside + whole.blank
    assert counted == len(body), f"{counted} lines counted of {len(body)}"
    left_out = {shape.delimiter, shape.quote if shape.quoting else ""}
    there, found = _characters("".join(body), left_out), _characters("".join(cells), left_out)
    assert there == found, f"lost {there - found}, invented {found - there}"
    above = _characters("".join(lines[: shape.first_line - 1]), left_out)
    told = _characters("".join([*shape.preamble, *shape.header]), left_out)
    assert above == told, f"above the records lost {above - told}, invented {told - above}"


def _characters(text: str, left_out: set[str]) -> Counter[str]:
    """How often each character stands in a text, less blanks, quotes and delimiters."""
    tally = Counter("".join(text.split()))
    for mark in left_out:
        del tally[mark]
    return tally
