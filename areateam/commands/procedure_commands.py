"""Commands about procedures: list, show, and files of them between offices."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from areateam.cases.procedure_file_actions import keep_procedure
from areateam.catalogue.procedure_definitions import Procedure
from areateam.commands.case_commands import book_of, group_words
from areateam.commands.output import give, say, table
from areateam.core.count_words import working_days
from areateam.exports.procedure_file_actions import read_procedure_file, write_procedure_file
from areateam.office import Office


def run_list(office: Office, options: Namespace) -> int:
    """List the procedures with their versions."""
    known = book_of(office).catalogue.procedures.known.values()
    found = sorted(known, key=lambda each: (each.id, each.key))
    groups = group_words(office)
    headers = ("No.", "Key", "Procedure", "Contracts", "Steps", "Version")
    cells = [
        (
            p.id,
            p.key,
            p.label,
            ", ".join(groups[key] for key in p.groups),
            str(len(p.step)),
            str(p.version),
        )
        for p in found
    ]
    say(options, table(headers, cells, [False] * 4 + [True] * 2))
    give(options, {"rows": [_document(each) for each in found], "total": len(found)})
    return 0


def run_show(office: Office, options: Namespace) -> int:
    """Show one procedure step by step."""
    procedures = book_of(office).catalogue.procedures
    found = procedures.named(options.procedure)
    say(options, f"{found.id} {found.label}, version {found.version}: {found.about}")
    cells = [
        (step.key, step.label, procedures.roles[step.role].label,
         step.rule or (working_days(step.days) if step.days else ""), ", ".join(step.needs))
        for step in found.step
    ]  # fmt: skip
    say(options, table(("Step", "What", "By", "Keeps", "After"), cells, [False] * 5))
    steps = [
        {"key": s.key, "label": s.label, "role": s.role, "rule": s.rule, "needs": list(s.needs)}
        for s in found.step
    ]
    give(options, {**_document(found), "steps": steps})
    return 0


def run_export(office: Office, options: Namespace) -> int:
    """Write a procedure to a file that another office can take in."""
    found = book_of(office).catalogue.procedures.named(options.procedure)
    write_procedure_file(found, options.out)
    say(options, f"{options.out}: {found.label}, version {found.version}")
    give(options, {"file": str(options.out), **_document(found)})
    return 0


def run_import(office: Office, options: Namespace) -> int:
    """Take a procedure in as the newer version; open cases keep the one they have."""
    catalogue = book_of(office).catalogue
    found = read_procedure_file(options.file, catalogue)
    operation, label = None, f"Procedure {found.label}, version {found.version}"
    if not options.dry_run:
        written = office.write(label, lambda write: keep_procedure(write, catalogue, found))
        operation = written.operation
    say(options, f"{label}: {'is in order' if options.dry_run else 'kept'}")
    give(options, {**_document(found), "operation": operation})
    return 0


def _document(procedure: Procedure) -> dict[str, Any]:
    return {
        "ref": procedure.key, "number": procedure.id, "label": procedure.label,
        "groups": list(procedure.groups), "version": procedure.version,
        "evidence": procedure.evidence.value,
    }  # fmt: skip
