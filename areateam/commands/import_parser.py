"""The parsers of the commands that take lists in, and of what is left to decide afterwards."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from areateam.commands.command_parser import add_new_person

Day = Callable[[str], date]
Command = Callable[..., ArgumentParser]
"""Makes the parser of a command: (commands, name, words, (module, function), opens)."""


def add_import_commands(commands: Any, command: Command, day: Day) -> None:
    """Add `import` and the commands about what it keeps, asks and leaves waiting."""
    _add_taking_commands(commands, command)
    _add_mapping_commands(commands, command)
    _add_waiting_commands(commands, command, day)
    _add_duplicate_commands(commands, command)


def _add_taking_commands(commands: Any, command: Command) -> None:
    taken = command(
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
    recipe = command(
        commands,
        "recipe",
        "Write the corrections of a past import to a file.",
        ("import_corrections", "run_recipe"),
        "read",
    )
    recipe.add_argument("batch", metavar="IMPORT", help="such as B3, from list batches")
    recipe.add_argument("-o", "--out", type=Path, required=True, metavar="OUT")
    order = command(
        commands, "precedence", "Whose word counts.", ("claim_commands", "run_precedence"), "write"
    )
    order.add_argument("doing", choices=("list", "set", "derive"))
    order.add_argument("field", nargs="?", default="")
    order.add_argument("sources", nargs="*", metavar="SOURCE>SOURCE", help="or reset")
    order.add_argument("--dry-run", action="store_true")


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


def _add_mapping_commands(commands: Any, command: Command) -> None:
    of = "mapping_commands"
    template = command(commands, "template", "Write an empty list.", (of, "run_template"))
    template.add_argument("group", metavar="GROUP")
    template.add_argument("-o", "--out", type=Path, required=True, metavar="OUT")
    words = "Keep what the columns of a list mean."
    top = commands.add_parser("mapping", help=words, description=words)
    doing = top.add_subparsers(dest="doing", metavar="DOING", required=True)
    command(doing, "list", "List the mappings kept.", (of, "run_list"), "read")
    look = command(doing, "look", "Say what a list's columns mean.", (of, "run_look"), "read")
    look.add_argument("file", type=Path, metavar="FILE")
    _add_file_words(look)
    save = command(doing, "save", "Keep a mapping for a list.", (of, "run_save"), "write")
    save.add_argument("name", metavar="NAME")
    save.add_argument("file", type=Path, metavar="FILE")
    save.add_argument("--constant", action="append", metavar="FIELD=VALUE")
    save.add_argument("--key", action="append", default=[], metavar="FIELD")
    save.add_argument("--lines", choices=("both", "new", "known", "fill"), default="")
    save.add_argument("--clear", action="append", default=[], metavar="COLUMN")
    save.add_argument("--words", action="append", metavar="COLUMN=WORD=MEANING")
    save.add_argument("--split", action="append", metavar="COLUMN=WAY")
    _add_file_words(save)
    export = command(doing, "export", "Write a mapping to a file.", (of, "run_export"), "read")
    export.add_argument("name", metavar="NAME")
    export.add_argument("-o", "--out", type=Path, required=True, metavar="OUT")
    taken = command(doing, "import", "Keep a mapping from a file.", (of, "run_import"), "write")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--name", default="", metavar="NAME")
    remove = command(doing, "remove", "Remove a mapping.", (of, "run_remove"), "write")
    remove.add_argument("name", metavar="NAME")


def _add_waiting_commands(commands: Any, command: Command, day: Day) -> None:
    """Commands for the lines that wait; REF is a name such as W12 from `list waiting`."""
    reconcile = command(
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
    assign = command(verbs, "assign", "Give lines to a person.", (of, "run_waiting"), "write")
    assign.add_argument("--to", default="", metavar="NAME")
    assign.add_argument("--due", type=day, metavar="DATE")
    assign.add_argument("--note", metavar="TEXT")
    add_new_person(assign)
    fix = command(verbs, "fix", "Read lines again, put right.", (of, "run_waiting"), "write")
    fix.add_argument("--accept", action="store_true", help="what is in doubt is right")
    fix.add_argument("--contract", default="", metavar="REF", help="which contract it is about")
    fix.add_argument("--dry-run", action="store_true")
    close = command(verbs, "close", "Close lines with a reason.", (of, "run_waiting"), "write")
    close.add_argument("--how", choices=("left-out", "no-contract"), default="left-out")
    close.add_argument("--reason", default="", metavar="TEXT")
    for verb in (assign, fix, close):
        verb.add_argument("refs", nargs="*", metavar="REF | HEADING=VALUE")
        verb.add_argument("--where", action="extend", nargs="+", metavar="FIELD=VALUE")


def _add_duplicate_commands(commands: Any, command: Command) -> None:
    of = "duplicate_commands"
    listed = command(
        commands, "duplicates", "List what may be entered twice.", (of, "run_duplicates"), "read"
    )
    listed.add_argument("--kind", choices=("contractors", "sites", "contracts"), default="")
    merge = command(commands, "merge", "Make two records one.", (of, "run_merge"), "write")
    apart = command(commands, "not-same", "Keep two records apart.", (of, "run_not_same"), "write")
    for each in (merge, apart):
        each.add_argument("ref")
        each.add_argument("other", metavar="REF")
    merge.add_argument("choices", nargs="*", metavar="FIELD=left|right")
