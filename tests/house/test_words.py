"""Words: names that say nothing, clocks read in the wrong place, and what a user must not read."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from typing import TYPE_CHECKING

import pytest

from tests.house.source_tree import (
    ENTRY_POINTS,
    ROOT,
    literals,
    name_of,
    sources,
    text_of,
    tree_of,
    walked,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

EMPTY_NAMES = {"misc", "util", "utils", "common", "helper", "helpers", "manager", "managers"}
TOPS = ("areateam", "ui", "resources", "tests", "docs")

# Files that may read the clock, each with its reason.
CLOCK_READERS = {
    "areateam/office.py": "the one place that knows today; all else is given it",
    "areateam/store/lock.py": "tells a colleague since when the register has really been open",
}
CLOCKS = {
    "date": {"today"},
    "datetime": {"today", "now", "utcnow"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "strftime"},
    "QDate": {"currentDate"},
    "QTime": {"currentTime"},
    "QDateTime": {"currentDateTime", "currentDateTimeUtc", "currentSecsSinceEpoch"},
}
KINDS = ("contract_types", "procedures", "programmes")
SQL_CLOCK = re.compile(
    r"\bCURRENT_(DATE|TIME|TIMESTAMP)\b|[(,]\s*'now'|\(\s*'localtime'", re.IGNORECASE
)

UNWANTED = re.compile(r"\b(successfully|oops|please|whoops|sorry)\b|\w!(\s|$)", re.IGNORECASE)
CODE_WORDS = re.compile(
    r"\b(rows?|uids?|null|batch id|foreign key|exception|tuple)\b", re.IGNORECASE
)
WAIVER = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:|mypy:|ruff:)", re.IGNORECASE)
REASONED = re.compile(
    r"#\s*(noqa:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|type:\s*ignore\[[\w,\s-]+\]|pragma:\s*no cover)"
    r"\W+\w+.*\s\w+",
    re.IGNORECASE,
)


def _program() -> tuple[str, ...]:
    return ("areateam", "ui", "resources", *ENTRY_POINTS)


def clock_reads(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The line and name of each place that asks the machine what time it is."""
    for node in walked(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            if node.attr in CLOCKS.get(name, ()):
                yield node.lineno, f"{name}.{node.attr}"
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            wrong = CLOCKS["time"] & {alias.name for alias in node.names}
            yield from ((node.lineno, f"time.{name}") for name in sorted(wrong))
    yield from ((line, text) for line, text in literals(tree) if SQL_CLOCK.search(text))


def test_every_name_says_what_is_inside() -> None:
    paths = [path for top in TOPS for path in (ROOT / top).rglob("*")]
    assert paths
    wrong = [
        name_of(path)
        for path in paths
        if "__pycache__" not in path.parts and EMPTY_NAMES & set(re.split(r"[_\W]", path.stem))
    ]
    assert not wrong, "\n".join(wrong)


def test_only_the_office_reads_the_clock() -> None:
    wrong = [
        f"{name_of(path)}:{line} {what}"
        for path in sources(*_program())
        if name_of(path) not in CLOCK_READERS
        for line, what in clock_reads(tree_of(path))
    ]
    assert not wrong, "\n".join(wrong)


def test_every_reader_of_the_clock_still_reads_it() -> None:
    stale = [name for name in CLOCK_READERS if not list(clock_reads(tree_of(ROOT / name)))]
    assert stale == []


def test_no_text_for_the_user_begs_shouts_or_boasts() -> None:
    files = (*sources("ui"), *sources("areateam"), *sources(*ENTRY_POINTS))
    wrong = [
        f"{name_of(path)}:{line} {text!r}"
        for path in files
        for line, text in literals(tree_of(path))
        if UNWANTED.search(text)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_sentences_use_no_code_words() -> None:
    core = ROOT / "areateam" / "core"
    files = [core / "wording.py", *core.glob("*_sentences.py")]
    texts = [
        (line, text) for path in files for line, text in literals(tree_of(path)) if " " in text
    ]
    assert texts
    wrong = [f"{line}: {text!r}" for line, text in texts if CODE_WORDS.search(text)]
    assert not wrong, "\n".join(wrong)


def test_no_type_or_procedure_is_named_outside_its_definition() -> None:
    places = [ROOT / "resources" / kind for kind in KINDS]
    names = {path.stem for place in places for path in place.glob("*.toml")}
    assert names
    wrong = [
        f"{name_of(path)}:{line} {text!r}"
        for path in sources("areateam", "ui")
        for line, text in literals(tree_of(path))
        if text in names
    ]
    assert not wrong, "\n".join(wrong)


def test_every_waived_check_has_its_reason_beside_it() -> None:
    wrong = [
        f"{name_of(path)}:{token.start[0]} {token.string}"
        for path in sources(*_program(), "tests")
        if WAIVER.search(text_of(path))
        for token in tokenize.generate_tokens(io.StringIO(text_of(path)).readline)
        if token.type == tokenize.COMMENT and is_unreasoned(token.string)
    ]
    assert not wrong, "\n".join(wrong)


def is_unreasoned(comment: str) -> bool:
    """Whether a comment switches a check off without saying why."""
    return bool(WAIVER.match(comment)) and not REASONED.match(comment)


@pytest.mark.parametrize(
    ("comment", "wrong"),
    [
        ("# noqa", True),
        ("# noqa: S608", True),
        ("# noqa: S608 - the names come from our own schema", False),
        ("# type: ignore", True),
        ("# type: ignore[arg-type]", True),
        ("# type: ignore[arg-type]  # peewee's stubs lack this overload", False),
        ("# the type is ignored here", False),
    ],
)
def test_a_waiver_needs_words(comment: str, wrong: bool) -> None:
    assert is_unreasoned(comment) is wrong


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("date.today()", True),
        ("datetime.date.today()", True),
        ("datetime.now(tz)", True),
        ("f(default=time.time)", True),
        ("from time import time", True),
        ("QDate.currentDate()", True),
        ("db.execute(\"SELECT date('now')\")", True),
        ("sql = 'DEFAULT CURRENT_TIMESTAMP'", True),
        ("office.today()", False),
        ("time.monotonic()", False),
        ("db.execute(\"SELECT date('2012-11-01')\")", False),
    ],
)
def test_clock_reads_are_found(source: str, reads: bool) -> None:
    assert bool(list(clock_reads(ast.parse(source)))) is reads


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The file was imported successfully.", True),
        ("Please choose a file.", True),
        ("Done!", True),
        ("Choose a file.", False),
        ("a != b", False),
        ("QPushButton:!enabled", False),
    ],
)
def test_unwanted_words_are_found(text: str, wrong: bool) -> None:
    assert bool(UNWANTED.search(text)) is wrong
