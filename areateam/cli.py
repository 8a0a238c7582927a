"""The command line: one parser, one way to open a register, one way to say what went wrong."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from areateam import __version__
from areateam.commands.case_parser import add_case_commands
from areateam.commands.duty_parser import add_duty_commands
from areateam.commands.rule_parser import add_procedure_commands, add_rule_commands, pause_of
from areateam.commands.transition_parser import add_transition_commands
from areateam.core.paper import Printer, no_printer
from areateam.core.problems import Cancelled, Problem, RegisterProblem
from areateam.store.lock import own_user

_WAIT_SECONDS = 8.0
"""How long a command that writes waits for another process to finish with the register."""

_DONE, _NOT_SO, _USAGE, _PROBLEM, _REGISTER, _OUR_BUG, _STOPPED = 0, 1, 2, 3, 4, 70, 130


def parser() -> ArgumentParser:
    """The parser of every command."""
    top = ArgumentParser(prog="areateam", description="The register of primary care contracts.")
    top.add_argument("--version", action="version", version=__version__)
    _add_common(top, top_level=True)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    _add_file_commands(commands)
    _add_reading_commands(commands)
    _add_changing_commands(commands)
    add_case_commands(commands, _command, _day)
    add_transition_commands(commands, _command, _day)
    add_rule_commands(commands, _command, _day)
    add_procedure_commands(commands, _command)
    add_duty_commands(commands, _command, _day)
    _add_waiting_commands(commands)
    _add_mapping_commands(commands)
    _add_duplicate_commands(commands)
    return top


def main(argv: Sequence[str], printer: Printer = no_printer) -> int:
    """Run a command and return its exit code; never lets a traceback reach the terminal.

    `printer` makes the PDFs that a command asks for.
    """
    options = parser().parse_args(argv)
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
    module, name = options.run
    function: Callable[..., int] = getattr(import_module(f"areateam.commands.{module}"), name)
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
        return function(office, options)
    finally:
        office.close()


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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2012-11-01") from None


def _add_common(target: ArgumentParser, *, top_level: bool = False) -> None:
    """Options that may stand before or after the command."""
    kept: Any = None if top_level else argparse.SUPPRESS
    off: Any = False if top_level else argparse.SUPPRESS
    target.add_argument("--register", type=Path, default=kept, metavar="FILE")
    target.add_argument("--as-at", type=_day, default=kept, metavar="DATE")
    user = own_user() if top_level else argparse.SUPPRESS
    target.add_argument("--user", default=user, metavar="NAME")
    target.add_argument("--json", action="store_true", default=off)
    target.add_argument("--quiet", action="store_true", default=off)


def _command(
    commands: Any, name: str, words: str, run: tuple[str, str], opens: str = ""
) -> ArgumentParser:
    """A command that opens no register, reads one ("read") or may change one ("write")."""
    made: ArgumentParser = commands.add_parser(name, help=words, description=words)
    _add_common(made)
    made.set_defaults(run=run, opens=opens)
    return made


def _add_file_commands(commands: Any) -> None:
    of = "register_commands"
    new = _command(commands, "new", "Make an empty register.", (of, "run_new"))
    new.add_argument("file", type=Path)
    new.add_argument("--area-team", default="", metavar="CODE")
    demo = _command(commands, "demo", "Make the demonstration register.", (of, "run_demo"))
    demo.add_argument("file", type=Path)
    demo.add_argument("--scale", type=int, default=1, metavar="N")
    _command(commands, "check", "Say whether the register is sound.", (of, "run_check"), "read")
    backup = _command(commands, "backup", "Make a checked copy.", (of, "run_backup"), "read")
    backup.add_argument("out", type=Path)
    restore = _command(commands, "restore", "Put a backup in place.", (of, "run_restore"))
    restore.add_argument("file", type=Path)
    screens = _command(commands, "screens", "Draw every page as a picture.", ("", ""))
    screens.add_argument("--out", type=Path, required=True, metavar="DIR")
    screens.add_argument("--theme", choices=("light", "dark"), default="")
    screens.add_argument("--scale", type=int, choices=(1, 2), default=1)


def _add_reading_commands(commands: Any) -> None:
    of = "list_commands"
    listed = _command(commands, "list", "List records.", (of, "run_list"), "read")
    listed.add_argument("what", metavar="WHAT")
    _add_narrowing(listed)
    listed.add_argument("--limit", type=int, default=0, metavar="N")
    show = _command(commands, "show", "Show one record.", (of, "run_show"), "read")
    show.add_argument("ref")
    explain = _command(commands, "explain", "Give a date's reason.", (of, "run_explain"), "read")
    explain.add_argument("ref")
    explain.add_argument("field", nargs="?", default="")
    explain.add_argument(
        "--from", dest="first", type=_day, metavar="DATE", help="REF is a rule, counted from then"
    )
    explain.add_argument("--pause", action="append", type=pause_of(_day), metavar="D..D")
    claims = _command(
        commands, "claims", "Where values are from.", ("claim_commands", "run_claims"), "read"
    )
    claims.add_argument("ref")
    claims.add_argument("field", nargs="?", default="")
    _command(commands, "today", "The home page.", (of, "run_today"), "read")
    due = _command(commands, "due", "What falls due.", ("due_commands", "run_due"), "read")
    due.add_argument("--within", type=int, default=90, metavar="DAYS")
    search = _command(commands, "search", "Find a text.", (of, "run_search"), "read")
    search.add_argument("text")
    export = _command(
        commands, "export", "Write a list to a file.", ("export_commands", "run_export"), "read"
    )
    export.add_argument("what", metavar="WHAT")
    export.add_argument("--format", choices=("csv", "xlsx", "json", "html", "ics"), default="csv")
    export.add_argument("-o", "--out", type=Path, required=True, metavar="OUT")
    export.add_argument("--columns", default="", metavar="KEYS", help="field keys, or all")
    _add_narrowing(export)
    history = _command(
        commands, "history", "The journal.", ("register_commands", "run_history"), "read"
    )
    history.add_argument("ref", nargs="?", default="")


def _add_narrowing(target: ArgumentParser) -> None:
    target.add_argument("--where", action="extend", nargs="+", metavar="FIELD=VALUE")
    target.add_argument("--sort", default="", metavar="FIELD")


def _add_file_words(target: ArgumentParser) -> None:
    """What a person may say of a list: how it is read and what its columns mean."""
    for name, word in (("profile", "NAME"), ("pct", "CODE"), ("encoding", "E"), ("delimiter", "D")):
        target.add_argument(f"--{name}", metavar=word)
    target.add_argument("--sheet", metavar="NAME", help="the sheet of a spreadsheet")
    target.add_argument("--header-line", type=int, default=0, metavar="N")
    target.add_argument("--map", action="extend", nargs="+", metavar="COLUMN=FIELD")
    target.add_argument(
        "--dates",
        action="append",
        metavar="[COLUMN=]ORDER",
        help="dmy or mdy: which comes first, day or month",
    )
    target.add_argument("--mapping", default="", metavar="NAME", help="a mapping that was kept")
    target.add_argument("--mapping-text", default="", help=argparse.SUPPRESS)


def _add_mapping_commands(commands: Any) -> None:
    of = "mapping_commands"
    template = _command(commands, "template", "Write an empty list.", (of, "run_template"))
    template.add_argument("group", metavar="GROUP")
    template.add_argument("-o", "--out", type=Path, required=True, metavar="OUT")
    words = "Keep what the columns of a list mean."
    top = commands.add_parser("mapping", help=words, description=words)
    doing = top.add_subparsers(dest="doing", metavar="DOING", required=True)
    _command(doing, "list", "List the mappings kept.", (of, "run_list"), "read")
    look = _command(doing, "look", "Say what a list's columns mean.", (of, "run_look"), "read")
    look.add_argument("file", type=Path, metavar="FILE")
    _add_file_words(look)
    save = _command(doing, "save", "Keep a mapping for a list.", (of, "run_save"), "write")
    save.add_argument("name", metavar="NAME")
    save.add_argument("file", type=Path, metavar="FILE")
    save.add_argument("--constant", action="append", metavar="FIELD=VALUE")
    save.add_argument("--key", action="append", default=[], metavar="FIELD")
    save.add_argument("--lines", choices=("both", "new", "known", "fill"), default="")
    save.add_argument("--clear", action="append", default=[], metavar="COLUMN")
    save.add_argument("--words", action="append", metavar="COLUMN=WORD=MEANING")
    save.add_argument("--split", action="append", metavar="COLUMN=WAY")
    _add_file_words(save)
    export = _command(doing, "export", "Write a mapping to a file.", (of, "run_export"), "read")
    export.add_argument("name", metavar="NAME")
    export.add_argument("-o", "--out", type=Path, required=True, metavar="OUT")
    taken = _command(doing, "import", "Keep a mapping from a file.", (of, "run_import"), "write")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--name", default="", metavar="NAME")
    remove = _command(doing, "remove", "Remove a mapping.", (of, "run_remove"), "write")
    remove.add_argument("name", metavar="NAME")


def _add_changing_commands(commands: Any) -> None:
    taken = _command(
        commands, "import", "Take files in.", ("import_commands", "run_import"), "write"
    )
    taken.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_file_words(taken)
    taken.add_argument("--fix", action="extend", nargs="+", metavar="LINE:COLUMN=VALUE")
    taken.add_argument("--recipe", type=Path, metavar="FILE", help="corrections of a past import")
    taken.add_argument(
        "--absent",
        metavar="HOW",
        help="list records that the file does not name; leave, query or end=DATE",
    )
    taken.add_argument("--dry-run", action="store_true")
    taken.add_argument("--rejects", type=Path, metavar="OUT.csv")
    taken.add_argument("--query-sheet", type=Path, metavar="OUT.xlsx")
    taken.add_argument("--control", action="extend", nargs="+", metavar="MEASURE=TOTAL")
    taken.add_argument("--strict", action="store_true")
    taken.add_argument("--progress", action="store_true", help=argparse.SUPPRESS)
    taken.add_argument("--stage", type=Path, help=argparse.SUPPRESS)
    recipe = _command(
        commands,
        "recipe",
        "Write the corrections of a past import to a file.",
        ("import_corrections", "run_recipe"),
        "read",
    )
    recipe.add_argument("batch", metavar="IMPORT", help="such as B3, from list batches")
    recipe.add_argument("-o", "--out", type=Path, required=True, metavar="OUT")
    order = _command(
        commands, "precedence", "Whose word counts.", ("claim_commands", "run_precedence"), "write"
    )
    order.add_argument("doing", choices=("list", "set", "derive"))
    order.add_argument("field", nargs="?", default="")
    order.add_argument("sources", nargs="*", metavar="SOURCE>SOURCE", help="or reset")
    order.add_argument("--dry-run", action="store_true")
    of = "change_commands"
    add = _command(commands, "add", "Make a record.", (of, "run_add"), "write")
    add.add_argument("kind", metavar="KIND")
    add.add_argument("values", nargs="+", metavar="FIELD=VALUE")
    amend = _command(commands, "amend", "Change a record.", (of, "run_amend"), "write")
    amend.add_argument("ref")
    amend.add_argument("values", nargs="+", metavar="FIELD=VALUE")
    remove = _command(commands, "remove", "Remove a record.", (of, "run_remove"), "write")
    remove.add_argument("ref")
    undo = _command(
        commands, "undo", "Take a step back.", ("register_commands", "run_undo"), "write"
    )
    undo.add_argument("operation", nargs="?", type=int)
    _command(commands, "redo", "Bring a step again.", ("register_commands", "run_redo"), "write")


def _add_waiting_commands(commands: Any) -> None:
    """Commands for the lines that wait; REF is a name such as W12 from `list waiting`."""
    reconcile = _command(
        commands,
        "reconcile",
        "Hold an import against its PCT's totals.",
        ("control_commands", "run_reconcile"),
        "write",
    )
    reconcile.add_argument("batch", metavar="BATCH")
    reconcile.add_argument("totals", nargs="*", metavar="MEASURE=TOTAL")
    of = "waiting_commands"
    waiting = commands.add_parser("waiting", help="Work on the lines that wait.")
    verbs = waiting.add_subparsers(dest="verb", metavar="VERB", required=True)
    assign = _command(verbs, "assign", "Give lines to a person.", (of, "run_waiting"), "write")
    assign.add_argument("--to", default="", metavar="NAME")
    assign.add_argument("--due", type=_day, metavar="DATE")
    assign.add_argument("--note", metavar="TEXT")
    fix = _command(verbs, "fix", "Read lines again, put right.", (of, "run_waiting"), "write")
    fix.add_argument("--accept", action="store_true", help="what is in doubt is right")
    fix.add_argument("--contract", default="", metavar="REF", help="which contract it is about")
    fix.add_argument("--dry-run", action="store_true")
    close = _command(verbs, "close", "Close lines with a reason.", (of, "run_waiting"), "write")
    close.add_argument("--how", choices=("left-out", "no-contract"), default="left-out")
    close.add_argument("--reason", default="", metavar="TEXT")
    for verb in (assign, fix, close):
        verb.add_argument("refs", nargs="*", metavar="REF | HEADING=VALUE")
        verb.add_argument("--where", action="extend", nargs="+", metavar="FIELD=VALUE")


def _add_duplicate_commands(commands: Any) -> None:
    of = "duplicate_commands"
    listed = _command(
        commands, "duplicates", "List what may be entered twice.", (of, "run_duplicates"), "read"
    )
    listed.add_argument("--kind", choices=("contractors", "sites", "contracts"), default="")
    merge = _command(commands, "merge", "Make two records one.", (of, "run_merge"), "write")
    apart = _command(commands, "not-same", "Keep two records apart.", (of, "run_not_same"), "write")
    for each in (merge, apart):
        each.add_argument("ref")
        each.add_argument("other", metavar="REF")
    merge.add_argument("choices", nargs="*", metavar="FIELD=left|right")
