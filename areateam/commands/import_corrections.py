"""What is decided on the command line about a file before it goes in; and its recipe."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from areateam.commands.output import give, say, table
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.imports.absent_actions import AbsentDecision, Choice, decide_absent
from areateam.imports.absent_views import absent_records
from areateam.imports.fix_actions import Correction, correct
from areateam.imports.fix_views import heading_of
from areateam.imports.import_actions import Staged
from areateam.imports.recipe_actions import (
    Recipe,
    recipe_of_batch,
    replay,
    write_recipe,
)
from areateam.imports.restaging import changed_review
from areateam.imports.staged_file import keep_staged, load_staged
from areateam.office import Office

_WITHOUT_DAY: tuple[Choice, ...] = ("leave", "query")


def corrected(
    office: Office, staged: Staged, options: Namespace, recipe: Recipe | None, operation: int
) -> Staged:
    """The staged file with what --recipe, --fix and --absent say of it, kept for --stage.

    A correction whose line is not in the file is named on stderr. `operation` is the register's
    last one before the file was read. Raises UserProblem for a --fix that cannot be carried out.
    """
    fixes: Sequence[str] = options.fix or ()
    decided = bool(recipe or fixes or options.absent)
    if decided or options.stage:
        keep_staged(staged, office.path, operation)
    if not decided:
        return staged
    where = (office.path, staged.path, office.catalogue)
    if recipe is not None:
        for fix in replay(*where, recipe).without_line:
            problem = UserProblem("fix-without-line", column=fix.column, value=fix.before)
            print(problem_sentence(problem), file=sys.stderr)
    if fixes:
        with changed_review(*where) as review:
            header = review.layover.header
            correct(review, _read_fixes(fixes, header, review.shape.width))
    if options.absent and options.absent != "list":
        decide_absent(*where, _read_decision(options.absent))
    return load_staged(staged.path, office.path, office.catalogue)


def tell_absent(office: Office, staged: Staged, options: Namespace) -> dict[str, Any]:
    """Print the records that the file does not name, and return them as a part of a document."""
    if not options.absent:
        return {}
    rows = [each.as_row() for each in absent_records(office.path, staged.path, office.catalogue)]
    if rows:
        headers = list(rows[0])
        cells = [[str(row[header]) for header in headers] for row in rows]
        say(options, table(headers, cells, [False] * len(headers)))
    return {"absent_records": rows}


def _read_decision(text: str) -> AbsentDecision:
    """What --absent says: list, leave, query or end=DATE."""
    choice, _, day = text.partition("=")
    if choice == "end" and day:
        try:
            return AbsentDecision("end", date.fromisoformat(day))
        except ValueError:
            raise UserProblem("absent-option-unreadable", value=text) from None
    for each in _WITHOUT_DAY:
        if text == each:
            return AbsentDecision(each)
    raise UserProblem("absent-option-unreadable", value=text)


def _read_fixes(fixes: Iterable[str], header: Sequence[str], width: int) -> list[Correction]:
    """What LINE:COLUMN=VALUE means; a column is a heading, or a number counted from 1."""
    places = {heading_of(header, place).casefold(): place for place in reversed(range(width))}
    found = []
    for fix in fixes:
        line, _, rest = fix.partition(":")
        column, equals, text = rest.partition("=")
        if not line.isdecimal() or not equals:
            raise UserProblem("fix-unreadable", value=fix)
        place = places.get(column.strip().casefold())
        if place is None and column.isdecimal() and 1 <= int(column) <= width:
            place = int(column) - 1
        if place is None:
            raise UserProblem("unknown-column", column=column)
        found.append(Correction(int(line), place, text))
    return found


def run_recipe(office: Office, options: Namespace) -> int:
    """Write how a past import was read and corrected, for `import --recipe`."""
    number = options.batch.upper().removeprefix("B")
    if not number.isdecimal():
        raise UserProblem("no-such-import", ref=options.batch)
    recipe = recipe_of_batch(office.store.connection, int(number))
    write_recipe(recipe, options.out)
    count = len(recipe.fixes)
    say(options, f"{count:,} {'correction' if count == 1 else 'corrections'} in {options.out}")
    give(options, {"file": str(options.out), "fixes": count})
    return 0
