"""Commands about responsibilities: the matrix, who answers, the proof, changes, files."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from areateam.commands.output import give, say, table
from areateam.commands.people_named import person_asked
from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.duties.cell_views import changes_of, consequences
from areateam.duties.duty_actions import Cell, add_matrices, confirm_duty, set_cell
from areateam.duties.duty_rules import Span, Stretch
from areateam.duties.duty_table_actions import lines_read, put_lines
from areateam.duties.duty_views import (
    AnswerView,
    MatrixView,
    answers,
    matrices,
    matrix_view,
    remark_sentence,
)
from areateam.duties.function_views import looked_after
from areateam.exports.duty_export_actions import write_matrix, write_proof, write_table
from areateam.imports.text_views import whole_text
from areateam.office import Office
from areateam.organisations.person_actions import entered
from areateam.orphans import ALL_KINDS, all_orphans, can_be_given, orphan_counts
from areateam.orphans import give as give_orphans

_SHOWN = 50
_ALWAYS = ("contract", "case", "task", "portfolio")
_NOUNS = {
    "calloff": ("support call-off", "support call-offs"),
    "duty": ("responsibility", "responsibilities"),
    "pack": ("desk pack", "desk packs"),
}
"""What is called otherwise than by its kind, for one and for several."""


def run_matrix(office: Office, options: Namespace) -> int:
    """Functions and bodies on a day."""
    matrix, day = _matrix(office, options), options.on or office.today()
    cells, columns = matrix.cells_on(day), matrix.columns_on(day)
    rows: list[dict[str, Any]] = []
    shown = []
    for function in matrix.functions:
        held = {b.code: cells.get((function.code, b.code)) for b in columns}
        letters = {code: duty.letters for code, duty in held.items() if duty}
        rows.append(
            {"ref": function.code, "name": function.name, "area": function.area, "bodies": letters}
        )
        shown.append([function.code, function.name, *(letters.get(b.code, "") for b in columns)])
    headers = ["Ref", "Function", *(body.code for body in columns)]
    say(options, table(headers, shown, [False] * len(headers)))
    say(options, f"{counted(len(rows), 'function')} on {format_date(day.isoformat())}")
    if options.out:
        days = sorted({day, options.against or day})
        write_matrix(options.out, matrix, days, office.today(), options.printer)
        say(options, f"It is in {options.out}.")
    give(options, {"on": day.isoformat(), "rows": rows, "total": len(rows)})
    return 0


def run_who(office: Office, options: Namespace) -> int:
    """Who answers for a function on a day; exit 1 where nobody is accountable."""
    matrix, day = _matrix(office, options), options.on or office.today()
    function = matrix.function(options.function)
    found = answers(matrix, function, day)
    say(options, f"{function.code} {function.name}, on {format_date(day.isoformat())}")
    for answer in found:
        say(options, f"  {_answer_words(answer)}")
    remarks = [r for r in matrix.remarks(day) if r.function == function.code]
    for remark in remarks:
        say(options, f"  {remark_sentence(remark, matrix)}")
    accountable = [a.body.code for a in found if "A" in a.duty.letters]
    ours = any(a.body.own and "A" in a.duty.letters for a in found)
    person, away = looked_after(office.store.connection, function.id, day) if ours else ("", "")
    if person:
        say(options, f"  Looked after by {person}{f', for {away} who is away' if away else ''}")
    give(
        options,
        {
            "ref": function.code,
            "name": function.name,
            "on": day.isoformat(),
            "accountable": accountable[0] if len(accountable) == 1 else None,
            "person": person or None,
            "instead_of": away or None,
            "rows": [_answer_row(answer) for answer in found],
            "findings": [{"code": r.code, "text": remark_sentence(r, matrix)} for r in remarks],
        },
    )
    return 0 if len(accountable) == 1 else 1


def _answer_words(answer: AnswerView) -> str:
    duty = answer.duty
    people = ", ".join(f"{c.person} {c.phone}".strip() for c in answer.contacts)
    sure = "" if duty.confirmed else ", not confirmed"
    return (
        f"{duty.letters:<3}{answer.body.code} {answer.body.name}, {span_words(duty.span)}{sure}"
        + (f": {people}" if people else "")
    )


def _answer_row(answer: AnswerView) -> dict[str, Any]:
    duty = answer.duty
    return {
        "ref": f"{duty.function}-{duty.body}",
        "body": answer.body.code,
        "name": answer.body.name,
        "letters": duty.letters,
        **_days(duty.span),
        "source": duty.source,
        "evidence": duty.evidence,
        "confidence": duty.confidence,
        "confirmed": duty.confirmed,
        "contacts": [
            {"name": c.person, "phone": c.phone, "email": c.email, "deputy": c.deputy}
            for c in answer.contacts
        ],
    }


def span_words(span: Span) -> str:
    """A span as a person says it: “from 1 Apr 2013”."""
    first = f"from {format_date(span.first.isoformat())}" if span.first else ""
    last = f"until {format_date(span.last.isoformat())}" if span.last else ""
    return " ".join(part for part in (first, last) if part) or "at all times"


def run_gaps(office: Office, options: Namespace) -> int:
    """The proof; exit 1 where a day of a function has none or several accountable bodies."""
    matrix = _matrix(office, options)
    first, last = options.first or matrix.head.shown_from, options.last or matrix.head.shown_to
    proof = matrix.proof(first, last)
    names = {function.code: function.name for function in matrix.functions}
    for word, stretches in (("Nobody", proof.gaps), ("Several", proof.overlaps)):
        for each in stretches:
            what = f": {', '.join(each.holders)}" if each.holders else ""
            say(options, f"{word}  {_stretch_words(each)}  {names[each.function]}{what}")
    say(
        options,
        f"{counted(proof.functions, 'function')}, {counted(proof.days, 'day')},"
        f" {proof.function_days:,} in all: {counted(len(proof.gaps), 'gap')},"
        f" {counted(len(proof.overlaps), 'overlap')}",
    )
    if options.out:
        write_proof(options.out, matrix, proof, office.today(), options.printer)
        say(options, f"The proof is in {options.out}.")
    give(
        options,
        {
            "functions": proof.functions,
            "days": proof.days,
            "from": first.isoformat(),
            "to": last.isoformat(),
            "gaps": [_stretch_row(each) for each in proof.gaps],
            "overlaps": [_stretch_row(each) for each in proof.overlaps],
        },
    )
    return 1 if proof.gaps or proof.overlaps else 0


def _stretch_words(stretch: Stretch) -> str:
    return (
        f"{stretch.function}  {format_date(stretch.first.isoformat())}"
        f" to {format_date(stretch.last.isoformat())}"
    )


def _stretch_row(stretch: Stretch) -> dict[str, Any]:
    return {
        "function": stretch.function,
        "from": stretch.first.isoformat(),
        "to": stretch.last.isoformat(),
        "bodies": list(stretch.holders),
    }


def run_set(office: Office, options: Namespace) -> int:
    """Put letters into a cell, for the days named, else from today on."""
    matrix = _matrix(office, options)
    function, body = matrix.function(options.function), matrix.body(options.body)
    word = options.letters.strip().upper().replace("/", "")
    letters = "" if word == "NONE" else word
    first = options.first or office.today()
    cell = Cell(letters, first, options.last, options.source, options.note)
    label = f"{function.code} at {body.code}: {letters or 'nothing'}"
    written = office.write(label, lambda write: set_cell(write, function.id, body.id, cell))
    say(options, f"{label}, {span_words(Span(first, options.last))}")
    give(options, {"ref": f"{function.code}-{body.code}", "operation": written.operation})
    return 0


def run_confirm(office: Office, options: Namespace) -> int:
    """Say that a duty is as it is written."""
    matrix, day = _matrix(office, options), options.on or office.today()
    function, body = matrix.function(options.function), matrix.body(options.body)
    ref = f"{function.code}-{body.code}"
    duty = matrix.cells_on(day).get((function.code, body.code))
    if duty is None:
        raise UserProblem("unknown-record", ref=f"{ref} on {format_date(day.isoformat())}")
    written = office.write(
        f"Confirm {function.code} at {body.code}",
        lambda write: confirm_duty(write, duty.id, office.today(), office.user),
    )
    say(options, f"{ref} confirmed")
    give(options, {"ref": ref, "operation": written.operation})
    return 0


def run_adopt(office: Office, options: Namespace) -> int:
    """Add a shipped matrix to the register; without a key, say which there are."""
    known = office.catalogue.matrices
    there = {head.key for head in matrices(office.store.connection)}
    if not options.key:
        rows = [
            {"ref": key, "label": matrix.head.label, "there": key in there}
            for key, matrix in known.known.items()
        ]
        for row in rows:
            say(options, f"{row['ref']}  {row['label']}{'  (there)' if row['there'] else ''}")
        give(options, {"rows": rows, "total": len(rows)})
        return 0
    matrix = known.named(options.key)
    written = office.write(f"Add {matrix.head.label}", lambda write: add_matrices(write, [matrix]))
    say(options, f"{matrix.head.label}: {counted(len(matrix.functions), 'function')}")
    give(options, {"ref": options.key, "operation": written.operation})
    return 0


def run_export(office: Office, options: Namespace) -> int:
    """Write every duty of a matrix as a line of a CSV file."""
    matrix = _matrix(office, options)
    count = write_table(options.out, matrix)
    say(options, f"{options.out}: {count:,} duties")
    give(options, {"file": str(options.out), "rows": count})
    return 0


def run_import(office: Office, options: Namespace) -> int:
    """Take the lines of a CSV file that say something else than the register does."""
    matrix = _matrix(office, options)
    lines = lines_read(matrix, whole_text(options.file))
    changes, after = changes_of(matrix, lines)
    for change in changes[:_SHOWN]:
        place = f"{change.function.code:<5} {change.body.code:<7}"
        say(options, f"{place} {change.words} {change.days}".rstrip())
    made = consequences(matrix, after)
    for sentence in made:
        say(options, sentence)
    operation = None
    if lines and not options.dry_run:
        label = f"Import {len(lines)} duties from {options.file.name}"
        operation = office.write(label, lambda write: put_lines(write, lines)).operation
    say(options, f"{options.file.name}: {len(lines)} changed")
    give(
        options,
        {
            "file": options.file.name,
            "changed": len(lines),
            "makes": made,
            "operation": operation,
        },
    )
    return 0


def run_orphans(office: Office, options: Namespace) -> int:
    """What is nobody's on a day; exit 1 where there is any."""
    day = options.on or office.today()
    connection = office.store.connection
    matrix = _matrix(office, options) if matrices(connection) else None
    found = all_orphans(connection, matrix, day)
    for each in found[:_SHOWN]:
        had = f", was with {each.owner} until {format_date(each.ended)}" if each.owner else ""
        say(options, f"{each.kind:<9} {each.ref:<6} {each.name}{had}")
    counts = orphan_counts(found)
    words = ", ".join(counted(n, *_NOUNS.get(kind, (kind,))) for kind, n in counts.items() if n)
    total = f"{len(found):,}" if found else "Nothing"
    told = f"{total} without an owner on {format_date(day.isoformat())}"
    say(options, f"{told}: {words}" if found else told)
    rows = [
        {"ref": o.ref, "kind": o.kind, "name": o.name, "owner": o.owner, "ended": o.ended}
        for o in found
    ]
    give(
        options,
        {"on": day.isoformat(), "rows": rows, "total": len(rows), "counts": counts},
    )
    return 1 if found else 0


def run_reassign(office: Office, options: Namespace) -> int:
    """Give all that leavers had and that can be given to another person, in one step."""
    day = options.on or office.today()
    to = person_asked(office, options, options.person)
    found = [
        each
        for each in can_be_given(all_orphans(office.store.connection, None, day))
        if not options.leaver or each.owner.casefold() == options.leaver.strip().casefold()
    ]
    operation = None
    for each in found[:_SHOWN]:
        say(options, f"{each.ref:<6} {each.name}: {each.owner} → {to.name}")
    if found and not options.dry_run:
        operation = office.write(
            f"{len(found):,} to {to.name}",
            lambda write: give_orphans(write, found, entered(write, to)),
        ).operation
    every = orphan_counts(found)
    counts = {kind: every[kind] for kind in ALL_KINDS if kind in _ALWAYS or every[kind]}
    words = ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
    say(options, f"{words} {'would go' if options.dry_run else 'given'} to {to.name}")
    rows = [{"ref": each.ref, "kind": each.kind, "owner": each.owner} for each in found]
    give(options, {"rows": rows, "total": len(rows), "counts": counts, "operation": operation})
    return 0


def duty_rows(office: Office) -> list[dict[str, Any]]:
    """Every duty of every matrix as a row with its `ref`."""
    connection = office.store.connection
    return [
        {
            "ref": f"{duty.function}-{duty.body}",
            "matrix": head.key,
            "function": duty.function,
            "name": names[duty.function],
            "body": duty.body,
            "letters": duty.letters,
            **_days(duty.span),
            "source": duty.source,
            "evidence": duty.evidence,
            "confirmed": duty.confirmed,
        }
        for head in matrices(connection)
        for matrix in [matrix_view(connection, head.key)]
        for names in [{function.code: function.name for function in matrix.functions}]
        for duty in matrix.duties
    ]


def _days(span: Span) -> dict[str, str | None]:
    return {"valid_from": _iso(span.first), "valid_to": _iso(span.last)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _matrix(office: Office, options: Namespace) -> MatrixView:
    return matrix_view(office.store.connection, options.matrix)
