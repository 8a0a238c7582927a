"""The parsers of the commands about responsibilities."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from areateam.commands.command_parser import add_new_person

_OF, _PEOPLE, _ENTRY = "duty_commands", "portfolio_commands", "duty_entry_commands"
_MODULES = {
    **dict.fromkeys(("portfolio", "release", "leave", "return"), _PEOPLE),
    **dict.fromkeys(("desk", "tick", "handover", "drop"), "desk_commands"),
    **dict.fromkeys(
        ("add-function", "add-body", "rename", "contact", "end-contact", "days", "source"), _ENTRY
    ),
}

Command = Callable[..., ArgumentParser]
"""Makes the parser of a command: (commands, name, words, (module, function), opens)."""


def add_duty_commands(commands: Any, command: Command, day: Callable[[str], object]) -> None:
    """Add `duties matrix`, `duties who` and the other verbs of responsibilities."""
    words = "Who answers for what."
    duties = commands.add_parser("duties", help=words, description=words)
    verbs = duties.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, words: str, opens: str = "read") -> ArgumentParser:
        module = _MODULES.get(name, _OF)
        made = command(verbs, name, words, (module, f"run_{name.replace('-', '_')}"), opens)
        made.add_argument("--matrix", default="", metavar="KEY", help="the first, unless named")
        return made

    shown = verb("matrix", "Functions and bodies on a day.")
    shown.add_argument("--on", type=day, metavar="DATE")
    shown.add_argument("--against", type=day, metavar="DATE", help="a day beside it in the file")
    who = verb("who", "Who answers for a function on a day.")
    who.add_argument("function", metavar="FUNCTION", help="a code such as F07, or its words")
    who.add_argument("--on", type=day, metavar="DATE")
    gaps = verb("gaps", "Prove that each day has exactly one accountable body.")
    gaps.add_argument("--from", dest="first", type=day, metavar="D")
    gaps.add_argument("--to", dest="last", type=day, metavar="D")
    for made in (shown, gaps):
        words = "also write it: .pdf, .html" + (", .csv" if made is gaps else "")
        made.add_argument("-o", "--out", type=Path, metavar="FILE", help=words)
    orphans = verb("orphans", "What is nobody's on a day.")
    orphans.add_argument("--on", type=day, metavar="DATE")
    given = verb("reassign", "Give what leavers had to another person.", "write")
    given.add_argument("person", metavar="NAME")
    given.add_argument("--on", type=day, metavar="DATE")
    given.add_argument("--from", dest="leaver", default="", metavar="NAME", help="of one leaver")
    given.add_argument("--dry-run", action="store_true")
    add_new_person(given)
    _add_changing(verb, day)
    _add_people(verb, day)
    _add_desks(verb, day)
    _add_entering(verb, day)


def _add_people(verb: Callable[..., ArgumentParser], day: Callable[[str], object]) -> None:
    held = verb("portfolio", "Give a person a function, a group or a PCT to look after.", "write")
    held.add_argument("person", metavar="NAME")
    held.add_argument("--function", default="", metavar="FUNCTION")
    held.add_argument("--group", default="", metavar="GROUP")
    held.add_argument("--pct", default="", metavar="CODE")
    held.add_argument("--deputy", action="store_true", help="stands in for whoever leads")
    ended = verb("release", "Set the last day of a portfolio.", "write")
    ended.add_argument("ref", metavar="PF1")
    ended.add_argument("--on", type=day, metavar="DATE", help="today, unless named")
    away = verb("leave", "Enter days on which a person is away.", "write")
    away.add_argument("person", metavar="NAME")
    away.add_argument("--cover", default="", metavar="NAME")
    away.add_argument("--reason", default="")
    back = verb("return", "Take leave back, from a day on.", "write")
    back.add_argument("person", metavar="NAME")
    back.add_argument("--on", type=day, metavar="DATE", help="the first day back, or today")
    add_new_person(held, away)
    for made in (held, away):
        made.add_argument("--from", dest="first", type=day, metavar="D")
        made.add_argument("--to", dest="last", type=day, metavar="D")


def _add_desks(verb: Callable[..., ArgumentParser], day: Callable[[str], object]) -> None:
    desk = verb("desk", "What somebody who leaves has; with --to a pack for the receiver.", "write")
    desk.add_argument("person", metavar="NAME", help="a person, or a pack such as DP1")
    desk.add_argument("--to", default="", metavar="NAME", help="keep it as a pack for this person")
    desk.add_argument("--on", type=day, metavar="DATE")
    desk.add_argument("-o", "--out", type=Path, metavar="OUT.pdf", help=".pdf or .html")
    tick = verb("tick", "Tick off lines of a pack as taken over.", "write")
    tick.add_argument("ref", metavar="DP1")
    tick.add_argument("lines", nargs="*", type=int, metavar="LINE", help="all, unless named")
    tick.add_argument("--by", default="", metavar="NAME", help="the receiver, unless named")
    tick.add_argument("--back", action="store_true", help="they were not taken over after all")
    over = verb("handover", "Give the receiver of a pack what the leaver still has.", "write")
    over.add_argument("ref", metavar="DP1")
    over.add_argument("--to", default="", metavar="NAME", help="the pack's receiver, unless named")
    over.add_argument("--on", type=day, metavar="DATE", help="first day of the portfolios")
    add_new_person(desk, over)
    drop = verb("drop", "Take a pack away.", "write")
    drop.add_argument("ref", metavar="DP1")


def _add_changing(verb: Callable[..., ArgumentParser], day: Callable[[str], object]) -> None:
    put = verb("set", "Put letters into a cell.", "write")
    put.add_argument("function", metavar="FUNCTION")
    put.add_argument("body", metavar="BODY")
    put.add_argument("letters", metavar="LETTERS", help="AR, A, R, C, I, or none")
    put.add_argument("--from", dest="first", type=day, metavar="D")
    put.add_argument("--to", dest="last", type=day, metavar="D")
    put.add_argument("--source", default="")
    put.add_argument("--note", default="")
    confirm = verb("confirm", "Say that a duty is as it is written.", "write")
    confirm.add_argument("function", metavar="FUNCTION")
    confirm.add_argument("body", metavar="BODY")
    confirm.add_argument("--on", type=day, metavar="DATE", help="a day on which it holds")
    adopt = verb("adopt", "Add a matrix that is shipped.", "write")
    adopt.add_argument("key", nargs="?", default="", metavar="KEY", help="none lists them")
    export = verb("export", "Write a matrix to a file.")
    export.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.csv")
    taken = verb("import", "Take a matrix in from a file.", "write")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--dry-run", action="store_true")


def _add_entering(verb: Callable[..., ArgumentParser], day: Callable[[str], object]) -> None:
    function = verb("add-function", "Add a function to a matrix.", "write")
    function.add_argument("code", metavar="CODE")
    function.add_argument("name", metavar="NAME")
    function.add_argument("--area", default="", help="what it belongs to")
    body = verb("add-body", "Add a body to a matrix.", "write")
    body.add_argument("code", metavar="CODE")
    body.add_argument("name", metavar="NAME")
    renamed = verb("rename", "Call a function or a body otherwise; its code stays.", "write")
    renamed.add_argument("code", metavar="CODE")
    renamed.add_argument("name", metavar="NAME")
    renamed.add_argument("--area", help="of a function: what it belongs to")
    contact = verb("contact", "Name whom to ring at a body.", "write")
    contact.add_argument("body", metavar="BODY")
    contact.add_argument("person", metavar="NAME")
    contact.add_argument("--function", default="", help="one function; without it, everything")
    contact.add_argument("--deputy", default="", metavar="NAME")
    add_new_person(contact)
    ended = verb("end-contact", "Set the last day of somebody to ring at a body.", "write")
    ended.add_argument("body", metavar="BODY")
    ended.add_argument("person", metavar="NAME")
    ended.add_argument("--function", default="", help="one function; without it, all")
    ended.add_argument("--on", type=day, metavar="DATE", help="today, unless named")
    days = verb("days", "Set from when to when a body exists.", "write")
    days.add_argument("body", metavar="BODY")
    _add_source(verb, day)
    for each in (body, contact, days):
        each.add_argument("--from", dest="first", type=day, metavar="D")
        each.add_argument("--to", dest="last", type=day, metavar="D")


def _add_source(verb: Callable[..., ArgumentParser], day: Callable[[str], object]) -> None:
    known = verb("source", "Say how a duty is known; what is not named stays.", "write")
    known.add_argument("function", metavar="FUNCTION")
    known.add_argument("body", metavar="BODY")
    known.add_argument("--source")
    known.add_argument("--evidence", metavar="S|D|K", help="read, a sister text, own knowledge")
    known.add_argument("--confidence", type=int, metavar="PERCENT")
    known.add_argument("--note")
    known.add_argument("--on", type=day, metavar="DATE", help="a day on which it holds")
