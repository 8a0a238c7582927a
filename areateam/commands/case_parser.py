"""The parsers of the commands about cases; REF is a name such as CA12 from `list cases`."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from typing import Any

from areateam.commands.command_parser import add_new_person, add_noting
from areateam.commands.document_parser import add_document_commands

_OF = "case_commands"

Command = Callable[..., ArgumentParser]
"""Makes the parser of a command: (commands, name, words, (module, function), opens)."""


def add_case_commands(commands: Any, command: Command, day: Callable[[str], object]) -> None:
    """Add `case open`, `case step` and the other verbs of cases."""
    case = commands.add_parser("case", help="Work on cases.", description="Work on cases.")
    verbs = case.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, words: str, *places: str) -> ArgumentParser:
        made = command(verbs, name, words, (_OF, f"run_{name}"), "write")
        for place in places:
            made.add_argument(place)
        return made

    add_document_commands(commands, verbs, command, day)
    _add_opening(verb)
    run = ("case_template_commands", "run_from")
    begun = command(verbs, "from", "Open a case from what calls for it.", run, "write")
    begun.add_argument("template", help="such as finding-terms")
    begun.add_argument("contract", nargs="?", default="", help="if the line does not name it")
    begun.add_argument("--source", default="", metavar="REF", help="a waiting line, such as W12")
    begun.add_argument("--words", default="", metavar="TEXT", help="what calls for it")
    step = verb("step", "Say that a step is done.", "ref", "step")
    step.add_argument("--on", type=day, metavar="DATE")
    step.add_argument("--outcome", default="", metavar="O", help="what was decided")
    step.add_argument("--as", dest="role", default="", metavar="ROLE", help="who decided")
    step.add_argument("--note", default="")
    skip = verb("skip", "Pass over a step.", "ref", "step")
    skip.add_argument("--reason", required=True)
    _add_pause_verbs(verb, day)
    agree = verb("agree", "Put an agreed day in place of the one by law.", "ref", "step")
    agree.add_argument("--on", type=day, required=True, metavar="DATE")
    agree.add_argument("--evidence", required=True, metavar="E")
    date = verb("date", "Set a day of the case, or the day of receipt.", "ref", "key")
    date.add_argument("on", type=day, metavar="DATE")
    closed = verb("close", "Close a case.", "ref")
    closed.add_argument("values", nargs="*", metavar="FIELD=VALUE", help="what the outcome asks")
    closed.add_argument("--outcome", required=True, metavar="O")
    closed.add_argument("--reason", default="")
    closed.add_argument("--comment", default="")
    closed.add_argument("--on", type=day, metavar="DATE")
    verb("reopen", "Open a closed case again.", "ref")
    _add_note(verbs, command, day)
    _add_hours(verbs, command, day)
    _add_propose(verbs, command)
    _add_visit(verbs, command)


def _add_opening(verb: Callable[..., ArgumentParser]) -> None:
    """Add `case open` and `case apply`."""
    opened = verb("open", "Open a case at a contract.", "procedure", "contract")
    opened.add_argument("values", nargs="*", metavar="FIELD=VALUE")
    applied = verb("apply", "Open a case for an applicant without a contract.", "procedure", "name")
    applied.add_argument("values", nargs="*", metavar="FIELD=VALUE")
    applied.add_argument("--type", dest="kind", default="", metavar="TYPE", help="applied for")
    applied.add_argument("--group", default="", metavar="G", help="the group of a performer")
    applied.add_argument("--pct", default="", metavar="CODE")
    applied.add_argument("--address", default="", help="the proposed premises, by commas")
    applied.add_argument("--postcode", default="")
    add_new_person(opened, applied)


def _add_pause_verbs(verb: Command, day: Callable[[str], object]) -> None:
    """Add `case pause`, `case resume` and `case unpause`."""
    pause = verb("pause", "Let a clock stand still.", "ref", "step")
    pause.add_argument("--reason", required=True, metavar="R")
    pause.add_argument("--evidence", required=True, metavar="E")
    pause.add_argument("--from", dest="first", type=day, metavar="D")
    pause.add_argument("--to", dest="last", type=day, metavar="D")
    resume = verb("resume", "End the pause that runs.", "ref", "step")
    resume.add_argument(
        "--to", dest="last", type=day, metavar="D", help="the last day of the pause"
    )
    unpause = verb("unpause", "Take away a pause entered in error.", "ref", "step")
    unpause.add_argument(
        "--from", dest="first", type=day, required=True, metavar="D", help="its first day"
    )
    unpause.add_argument("--reason", required=True, metavar="R", help="why it never was")


def _add_note(verbs: Any, command: Command, day: Callable[[str], object]) -> None:
    """Add `case note`, which lists, enters, corrects and removes lines of the timeline."""
    run = ("note_commands", "run_case_note")
    note = command(verbs, "note", "What people entered on the timeline.", run, "write")
    add_noting(note)
    note.add_argument("--category", default="", metavar="C")
    note.add_argument("--on", type=day, metavar="DATE")


def _add_hours(verbs: Any, command: Command, day: Callable[[str], object]) -> None:
    """Add `case hours`, which lists, enters, corrects and removes time spent."""
    run = ("hours_commands", "run_hours")
    hours = command(verbs, "hours", "The time that staff spent on a case.", run, "write")
    hours.add_argument("ref")
    hours.add_argument("length", nargs="?", default="", help="such as 1.5, 1h30 or 45m")
    hours.add_argument("--by", default="", metavar="NAME", help="who spent it")
    hours.add_argument("--step", metavar="STEP", help="the step it was spent on")
    hours.add_argument("--on", type=day, metavar="DATE")
    hours.add_argument("--note", metavar="TEXT", help="what for")
    hours.add_argument("--correct", type=int, default=0, metavar="N", help="entry N, as listed")
    hours.add_argument("--remove", type=int, default=0, metavar="N", help="take entry N away")
    hours.add_argument("--reason", default="", metavar="R", help="why it is corrected or removed")
    add_new_person(hours)


def _add_propose(verbs: Any, command: Command) -> None:
    proposed = command(
        verbs, "propose", "Cases that the figures of contracts ask for.",
        ("proposal_commands", "run_propose"), "write",
    )  # fmt: skip
    proposed.add_argument("what", choices=("mid-year", "year-end", "hours", "reviews"))
    proposed.add_argument("values", nargs="*", metavar="FIELD=VALUE", help="what letters ask for")
    proposed.add_argument("--open", action="store_true", help="open them, in one step")
    proposed.add_argument("--letter", action="store_true", help="draft the first letter of each")


def _add_visit(verbs: Any, command: Command) -> None:
    visit = command(
        verbs, "visit", "Weigh the notice of a mobile visit.",
        ("visit_commands", "run_visit"), "write",
    )  # fmt: skip
    visit.add_argument("contract")
    visit.add_argument("--patients", type=int, required=True, metavar="N")
    moment = datetime.fromisoformat
    visit.add_argument("--given", type=moment, required=True, metavar="'DATE HH:MM'")
    visit.add_argument("--on", type=moment, required=True, metavar="'DATE HH:MM'")
    visit.add_argument("--changes", type=int, default=0, metavar="N", help="patients changed")
    visit.add_argument("--open", action="store_true", help="open its case")
