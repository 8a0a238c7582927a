"""The parser of the command line: what every command shares, and what describes each."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from areateam import __version__
from areateam.store.lock import own_user


class _Parser(ArgumentParser):
    """Names the verbs of a command where none was given."""

    def error(self, message: str) -> NoReturn:
        """Say how the command is used, and leave with 2."""
        verbs = next((each for each in self._actions if each.nargs == argparse.PARSER), None)
        if verbs and verbs.choices and message.endswith(f"required: {verbs.metavar}"):
            message = f"what to do is missing; there are {', '.join(map(str, verbs.choices))}"
        super().error(message)


def parser(words: Sequence[str] | None = None) -> ArgumentParser:
    """The parser of these words: of the command that they name, else of every command.

    Two hundred commands take longer to describe than most take to run, and a quarter of the time
    in which the window opens: words without a command or a question are its own options.
    """
    top = _Parser(prog="areateam", description="The register of primary care contracts.")
    top.add_argument("--version", action="version", version=__version__)
    _add_common(top, top_level=True)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for module, name in _adders(words):
        command_function(module, name)(commands, _command, _day)
    return top


def _adders(words: Sequence[str] | None) -> Iterable[tuple[str, str]]:
    """What describes the commands that these words may mean."""
    asked = _named(words or ())
    named = next((names for names in _ADDERS if asked in names), None)
    if named is not None:
        return (_ADDERS[named],)
    is_plain = words is not None and not any(word.startswith(("-h", "--h")) for word in words)
    return () if is_plain and not asked else _ADDERS.values()


def command_function(module: str, name: str) -> Callable[..., Any]:
    """A function of a module of commands, which is loaded only now."""
    function: Callable[..., Any] = getattr(import_module(f"areateam.commands.{module}"), name)
    return function


def _named(words: Sequence[str]) -> str:
    """The command among the words: the first that is neither an option nor an option's value."""
    rest = (w for at, w in enumerate(words) if at == 0 or words[at - 1] not in _VALUED)
    return next((word for word in rest if not word.startswith("-")), "")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2012-11-01") from None


def at_least(least: int) -> Callable[[str], int]:
    """What reads a whole number that is not less than `least`."""

    def number(text: str) -> int:
        if not text.removeprefix("-").isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text} is not a whole number from {least} on")
        return int(text)

    return number


def _add_common(target: ArgumentParser, *, top_level: bool = False) -> None:
    """Options that may stand before or after the command."""
    kept: Any = None if top_level else argparse.SUPPRESS
    off: Any = False if top_level else argparse.SUPPRESS
    words = "the register; else the one that AREATEAM_REGISTER names"
    target.add_argument("--register", type=Path, default=kept, metavar="FILE", help=words)
    words = "the day taken for today, such as 2012-11-01"
    target.add_argument("--as-at", type=_day, default=kept, metavar="DATE", help=words)
    user = own_user() if top_level else argparse.SUPPRESS
    words = "who does it, as History will say; else your name on this computer"
    target.add_argument("--user", default=user, metavar="NAME", help=words)
    words = "one JSON document instead of words"
    target.add_argument("--json", action="store_true", default=off, help=words)
    words = "say nothing but what went wrong"
    target.add_argument("--quiet", action="store_true", default=off, help=words)


def _command(
    commands: Any, name: str, words: str, run: tuple[str, str], opens: str = ""
) -> ArgumentParser:
    """A command that opens no register, reads one ("read") or may change one ("write")."""
    made: ArgumentParser = commands.add_parser(name, help=words, description=words)
    _add_common(made)
    made.set_defaults(run=run, opens=opens)
    return made


def add_new_person(*commands: ArgumentParser) -> None:
    """Let commands that name a person enter somebody new, which none does unasked."""
    for each in commands:
        each.add_argument(
            "--new-person", action="store_true", help="whom nobody has entered yet is somebody new"
        )


def add_noting(command: ArgumentParser) -> None:
    """Let a command list what is noted on a record, and write, correct or remove a note."""
    command.add_argument("ref")
    command.add_argument("text", nargs="?", default="", help="listed, if nothing is written")
    command.add_argument("--correct", type=int, default=0, metavar="N", help="note N, as listed")
    command.add_argument("--remove", type=int, default=0, metavar="N", help="take note N back")


_VALUED = ("--register", "--as-at", "--user")
_ADDERS: dict[tuple[str, ...], tuple[str, str]] = {
    (
        *("new", "demo", "check", "upgrade", "backup", "restore", "screens"),
        *("list", "show", "explain", "claims", "today", "due", "search", "export", "history"),
        *("add", "amend", "remove", "undo", "redo", "address", "note"),
    ): ("register_parser", "add_register_commands"),
    (
        *("import", "recipe", "precedence", "template", "mapping", "reconcile", "waiting"),
        *("duplicates", "merge", "not-same"),
    ): ("import_parser", "add_import_commands"),
    ("case", "document"): ("case_parser", "add_case_commands"),
    ("rules", "days", "rate", "procedures"): ("rule_parser", "add_rule_commands"),
    ("transition",): ("transition_parser", "add_transition_commands"),
    ("duties",): ("duty_parser", "add_duty_commands"),
    ("plan",): ("plan_parser", "add_plan_commands"),
    ("calloff",): ("call_off_parser", "add_call_off_commands"),
    ("variation",): ("variation_parser", "add_variation_commands"),
}
"""The module and function that describe commands; a test holds the names against them."""
