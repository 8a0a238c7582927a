"""The parsers of the commands about the register as a whole and about any record."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from areateam.commands.command_parser import add_new_person, add_noting, at_least
from areateam.commands.rule_parser import pause_of

Day = Callable[[str], date]
Command = Callable[..., ArgumentParser]
"""Makes the parser of a command: (commands, name, words, (module, function), opens)."""

_REF = "a name from a list, such as C12, CA3, TA5 or 12/03; of a contract its number too"
_WHAT = (
    "contracts, waiting, absences, aims, batches, bodies, calloffs, cases, contractors, desks,"
    " disputed, duties, gates, people, plans, portfolios, sites or tasks"
)


def add_register_commands(commands: Any, command: Command, day: Day) -> None:
    """Add the commands that make and check a register, and that read or change any record."""
    _add_file_commands(commands, command)
    _add_reading_commands(commands, command, day)
    _add_changing_commands(commands, command)


def _add_file_commands(commands: Any, command: Command) -> None:
    of = "register_commands"
    new = command(commands, "new", "Make an empty register.", (of, "run_new"))
    new.add_argument("file", type=Path)
    new.add_argument("--area-team", default="", metavar="CODE")
    demo = command(commands, "demo", "Make the demonstration register.", (of, "run_demo"))
    demo.add_argument("file", type=Path)
    demo.add_argument("--scale", type=at_least(1), default=1, metavar="N")
    command(commands, "check", "Say whether the register is sound.", (of, "run_check"), "read")
    words = "Bring an older register up to this version, after a checked copy."
    command(commands, "upgrade", words, (of, "run_upgrade"), "write")
    backup = command(commands, "backup", "Make a checked copy.", (of, "run_backup"), "read")
    backup.add_argument("out", type=Path)
    restore = command(commands, "restore", "Put a backup in place.", (of, "run_restore"))
    restore.add_argument("file", type=Path)
    screens = command(commands, "screens", "Draw every page as a picture.", ("", ""))
    screens.add_argument("--out", type=Path, required=True, metavar="DIR")
    screens.add_argument("--theme", choices=("light", "dark"), default="")
    screens.add_argument("--scale", type=int, choices=(1, 2), default=1)


def _add_reading_commands(commands: Any, command: Command, day: Day) -> None:
    of = "list_commands"
    listed = command(commands, "list", "List records.", (of, "run_list"), "read")
    listed.add_argument("what", metavar="WHAT", help=_WHAT)
    _add_narrowing(listed)
    listed.add_argument("--limit", type=at_least(1), default=0, metavar="N")
    show = command(commands, "show", "Show one record.", (of, "run_show"), "read")
    show.add_argument("ref", metavar="REF", help=_REF)
    explain = command(commands, "explain", "Give a date's reason.", (of, "run_explain"), "read")
    explain.add_argument("ref", metavar="REF", help=_REF)
    explain.add_argument("field", nargs="?", default="")
    explain.add_argument(
        "--from", dest="first", type=day, metavar="DATE", help="REF is a rule, counted from then"
    )
    explain.add_argument("--pause", action="append", type=pause_of(day), metavar="D..D")
    claims = command(
        commands, "claims", "Where values are from.", ("claim_commands", "run_claims"), "read"
    )
    claims.add_argument("ref")
    claims.add_argument("field", nargs="?", default="")
    command(commands, "today", "The home page.", (of, "run_today"), "read")
    due = command(commands, "due", "What falls due.", ("due_commands", "run_due"), "read")
    due.add_argument("--within", type=at_least(0), default=90, metavar="DAYS")
    search = command(commands, "search", "Find a text.", (of, "run_search"), "read")
    search.add_argument("text")
    export = command(
        commands, "export", "Write a list to a file.", ("export_commands", "run_export"), "read"
    )
    export.add_argument("what", metavar="WHAT", help=_WHAT)
    words = "ics: the days of cases; ocds: call-offs; datapackage: CSV and its columns in a ZIP"
    formats = ("csv", "xlsx", "json", "html", "pdf", "datapackage", "ics", "ocds")
    export.add_argument("--format", choices=formats, default="csv", help=words)
    export.add_argument("-o", "--out", type=Path, required=True, metavar="OUT")
    export.add_argument("--columns", default="", metavar="KEYS", help="field keys, or all")
    _add_narrowing(export)
    history = command(
        commands, "history", "The journal.", ("register_commands", "run_history"), "read"
    )
    words = f"{_REF}; all steps, if left out"
    history.add_argument("ref", nargs="?", default="", metavar="REF", help=words)


def _add_narrowing(target: ArgumentParser) -> None:
    target.add_argument("--where", action="extend", nargs="+", metavar="FIELD=VALUE")
    words = "by this field; --sort=-FIELD goes backwards"
    target.add_argument("--sort", default="", metavar="FIELD", help=words)


def _add_changing_commands(commands: Any, command: Command) -> None:
    of = "change_commands"
    add = command(commands, "add", "Make a record.", (of, "run_add"), "write")
    add.add_argument("kind", metavar="KIND")
    add.add_argument("values", nargs="+", metavar="FIELD=VALUE")
    amend = command(commands, "amend", "Change a record.", (of, "run_amend"), "write")
    amend.add_argument("ref")
    amend.add_argument("values", nargs="+", metavar="FIELD=VALUE")
    add_new_person(add, amend)
    remove = command(commands, "remove", "Remove a record.", (of, "run_remove"), "write")
    remove.add_argument("ref")
    add_noting(command(
        commands, "note", "What people wrote on a contract.", ("note_commands", "run_note"),
        "write",
    ))  # fmt: skip
    address = command(
        commands, "address", "The area team's own address, for the head of letters.",
        ("address_commands", "run_address"), "write",
    )  # fmt: skip
    address.add_argument("values", nargs="*", metavar="FIELD=VALUE", help="shown, if none is given")
    undo = command(
        commands, "undo", "Take a step back.", ("register_commands", "run_undo"), "write"
    )
    undo.add_argument("operation", nargs="?", type=int)
    command(commands, "redo", "Bring a step again.", ("register_commands", "run_redo"), "write")
