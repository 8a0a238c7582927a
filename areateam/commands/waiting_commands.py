"""Commands for the lines that wait: give them to somebody, put them right, close them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Any

from areateam.commands.listing import list_table, matching
from areateam.commands.output import give, of_all, say
from areateam.commands.people_named import person_or_none
from areateam.contracts.contract_views import contract_id_of
from areateam.core.count_words import counted
from areateam.core.problems import UserProblem
from areateam.core.wording import finding_sentence
from areateam.imports.import_views import field_labels
from areateam.imports.waiting_actions import Decision, Reread, assign, close_lines
from areateam.imports.waiting_filter import parse_filter
from areateam.imports.waiting_views import (
    WaitingLineView,
    as_document,
    held_of_ref,
    waiting_line,
    waiting_lines,
)
from areateam.ledger.ledger import Write
from areateam.office import Office
from areateam.organisations.person_actions import entered

_SHOWN = 50


def list_waiting(office: Office, options: Namespace) -> int:
    """List the lines that wait in imports in force, of any state that --where asks for."""
    every = matching(waiting_rows(office, options.where or ()), (), options.sort)
    rows = every[: options.limit] if options.limit else every
    shown = rows if options.limit else rows[:_SHOWN]
    if shown:
        say(options, list_table("waiting", shown))
    say(options, of_all(len(shown), counted(len(every), "waiting line")))
    give(options, {"rows": rows, "total": len(every)})
    return 0


def waiting_rows(office: Office, conditions: Sequence[str]) -> list[dict[str, Any]]:
    """The lines that wait and meet every condition, as rows with their `ref`."""
    labels = field_labels(office.catalogue)
    found = waiting_lines(office.store.connection, parse_filter(conditions))
    return [as_document(view, labels) for view in found]


def run_waiting(office: Office, options: Namespace) -> int:
    """Assign, fix or close waiting lines by their names, or all that --where leaves."""
    connection = office.store.connection
    held = [held_of_ref(connection, ref) for ref in options.refs if "=" not in ref]
    if options.where:
        wanted = parse_filter(options.where)
        held += [view.held for view in waiting_lines(connection, wanted)]
    if not held:
        raise UserProblem("nothing-given")
    return _DOINGS[options.verb](office, options, held)


def _assign(office: Office, options: Namespace, held: list[int]) -> int:
    person = person_or_none(office, options, options.to)

    def act(write: Write) -> int:
        manager = entered(write, person) if person else None
        return assign(write, held, manager=manager, due_on=options.due, note=options.note)

    to = f" to {person.name}" if person else ""
    written = office.write(f"Give {_many(held)}{to}", act)
    say(options, f"{_many(held)}: {written.result:,} given{to}")
    give(options, {"lines": written.result, "operation": written.operation})
    return 0


def _close(office: Office, options: Namespace, held: list[int]) -> int:
    how, day = options.how, office.today()
    written = office.write(
        f"Close {_many(held)}",
        lambda write: close_lines(write, held, how, day, options.reason or ""),
    )
    say(options, f"{_many(held)}: {written.result:,} closed")
    give(options, {"lines": written.result, "operation": written.operation})
    return 0


def _fix(office: Office, options: Namespace, held: list[int]) -> int:
    """1 where a line still waits."""
    pairs = dict(_pair(word) for word in options.refs if "=" in word)
    named, connection = options.contract, office.store.connection
    contract = contract_id_of(connection, named) if named else None
    decisions = []
    for each in held:
        view = waiting_line(connection, each)
        assert view is not None
        cells = _corrected(view, pairs)
        decisions.append(Decision(each, cells=cells, accept=options.accept, contract=contract))
    done, operations = office.decide_waiting(decisions, dry_run=options.dry_run)
    labels = field_labels(office.catalogue)
    for reread in done:
        say(options, f"W{reread.held}: {_outcome(reread, labels)}")
    give(
        options,
        {
            "lines": [
                {"ref": f"W{each.held}", "outcome": each.outcome, "why": _why(each, labels)}
                for each in done
            ],
            "operations": operations,
        },
    )
    return int(any(not each.went_in for each in done))


def _pair(word: str) -> tuple[str, str]:
    heading, _, text = word.partition("=")
    return heading.strip().casefold(), text


def _corrected(view: WaitingLineView, pairs: dict[str, str]) -> tuple[str, ...]:
    """The line's cells with those replaced whose headings were named."""
    headings = [name.casefold() for name, _ in view.named_cells]
    missing = next((heading for heading in pairs if heading not in headings), None)
    if missing is not None:
        raise UserProblem("unknown-column", column=missing)
    return tuple(
        pairs.get(heading, cell) for heading, cell in zip(headings, view.cells, strict=True)
    )


def _why(reread: Reread, labels: dict[str, str]) -> str:
    return " ".join(finding_sentence(f, labels.get(f.column, f.column)) for f in reread.findings)


_WORDS = {
    "new": "taken in, new",
    "changed": "taken in, changed",
    "same": "taken in, nothing to change",
    "decided": "somebody has decided it already",
}


def _outcome(reread: Reread, labels: dict[str, str]) -> str:
    return _WORDS.get(reread.outcome) or f"still waits. {_why(reread, labels)}"


def _many(held: list[int]) -> str:
    return f"{len(held):,} waiting {'line' if len(held) == 1 else 'lines'}"


_Doing = Callable[[Office, Namespace, list[int]], int]
_DOINGS: dict[str, _Doing] = {
    "assign": _assign,
    "fix": _fix,
    "close": _close,
}
