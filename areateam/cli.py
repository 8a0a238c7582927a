"""The command line: one parser, one way to open a register, one way to say what went wrong."""

from __future__ import annotations

import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from areateam import __version__
from areateam.commands.command_parser import command_function, parser
from areateam.core.paper import Printer, no_printer
from areateam.core.problems import Cancelled, Problem, RegisterProblem

if TYPE_CHECKING:
    from areateam.office import Office

_WAIT_SECONDS = 8.0
"""How long a command that writes waits for another process to finish with the register."""

_DONE, _PROBLEM, _REGISTER, _OUR_BUG, _STOPPED = 0, 3, 4, 70, 130
"""Exit codes; a command itself gives 1 where what was asked about is not so, argparse gives 2."""


def main(argv: Sequence[str], printer: Printer = no_printer) -> int:
    """Run a command and return its exit code; never lets a traceback reach the terminal.

    `printer` makes the PDFs that a command asks for.
    """
    return run(parser(argv).parse_args(argv), printer)


def run(options: Namespace, printer: Printer = no_printer) -> int:
    """Run the command that was parsed; see `main`."""
    options.printer = printer
    try:
        return _run(options)
    except Problem as problem:
        return _tell(problem)
    except Cancelled:
        return _PROBLEM
    except KeyboardInterrupt:
        return _STOPPED
    except BrokenPipeError:
        sys.stderr.close()
        return _DONE
    except Exception as error:  # noqa: BLE001 - ours: no traceback reaches a user
        if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            return _STOPPED
        print(_report(error), file=sys.stderr)
        return _OUR_BUG


def _run(options: Namespace) -> int:
    function: Callable[..., int] = command_function(*options.run)
    if not options.opens:
        return function(options)
    from areateam.office import open_office

    office = open_office(
        _register(options),
        user=options.user,
        as_at=options.as_at,
        writable=options.opens == "write" and not getattr(options, "dry_run", False),
        wait_seconds=_WAIT_SECONDS,
    )
    try:
        if options.as_at is None:
            office.as_at = _demo_day(office)
        return function(office, options)
    finally:
        office.close()


def _demo_day(office: Office) -> date | None:
    """The day that a demonstration register takes for today, as it does in the window."""
    from areateam.demo.demo_views import demo_standing

    standing = demo_standing(office.store.connection)
    return standing.day if standing else None


def _register(options: Namespace) -> Path:
    given = options.register or os.environ.get("AREATEAM_REGISTER")
    if not given:
        raise Problem("register-not-named")
    return Path(given)


def _tell(problem: Problem) -> int:
    from areateam.core.wording import problem_sentence

    print(problem_sentence(problem), file=sys.stderr)
    return _REGISTER if isinstance(problem, RegisterProblem) else _PROBLEM


def _report(error: Exception) -> str:
    """Write what a developer needs to a file, without any record's text, and name the file."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"Area Team {__version__}, Python {sys.version.split()[0]}", type(error).__name__]
    lines += [f"{Path(f.filename).name}:{f.lineno} in {f.name}" for f in frames]
    from areateam.store.places import state_folder

    try:
        path = state_folder() / "report.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError:
        return "Something went wrong that is our fault; nothing was changed."
    return f"Something went wrong that is our fault; nothing was changed. A report is in {path}."
