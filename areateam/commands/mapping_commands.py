"""The commands about mappings: what the columns of a list mean, kept by name."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence

from areateam.catalogue.bare_words import bare_words
from areateam.catalogue.catalogue import load_catalogue
from areateam.commands.import_commands import pairs_of, settings_of
from areateam.commands.output import give, say, table
from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.exports.list_template_actions import write_list_template
from areateam.imports.contract_lists import target_named
from areateam.imports.import_mapping_actions import (
    read_mapping_file,
    remove_mapping,
    save_mapping,
    write_mapping_file,
)
from areateam.imports.import_mapping_rules import check_mapping
from areateam.imports.import_mapping_views import mapping_named, saved_mappings
from areateam.imports.import_sheet_views import (
    SPLITS,
    ColumnPlan,
    ListMapping,
    problem_of,
    sheet_of,
    sheet_words,
)
from areateam.imports.list_template_views import list_template
from areateam.imports.understanding import ImportSettings
from areateam.office import Office


def run_list(office: Office, options: Namespace) -> int:
    """List the mappings that are kept."""
    kept = [
        {
            "name": mapping.name,
            "taken": sum(bool(plan.targets) for plan in mapping.columns),
            "columns": len(mapping.columns),
        }
        for mapping in saved_mappings(office.store.connection)
    ]
    if kept:
        rows = [[str(value) for value in each.values()] for each in kept]
        say(options, table(["Name", "Taken", "Columns"], rows, [False, True, True]))
    else:
        say(options, "No mapping is kept yet.")
    give(options, {"mappings": kept})
    return 0


def run_look(office: Office, options: Namespace) -> int:
    """Say what each column of a list holds and probably means."""
    settings = settings_of(office, options)
    saved = saved_mappings(office.store.connection)
    sheet = sheet_of(options.file, office.catalogue, settings, saved)
    plans = {plan.key: plan for plan in sheet.mapping.columns}
    rows = []
    for column in sheet.columns:
        plan = plans[ColumnPlan(column.heading, column.nth).key]
        grade = f"{column.judgement.grade} {column.judgement.confidence}%" if plan.targets else ""
        rows.append(
            [column.heading, ", ".join(plan.targets) or "not taken", grade, column.judgement.why]
        )
    say(options, table(["Column", "Means", "How sure", "Why"], rows, [False] * 4))
    give(options, {"sheet": json.loads(sheet_words(sheet))})
    return 0


def run_save(office: Office, options: Namespace) -> int:
    """Keep a mapping for a list: what is suggested, as the options change it."""
    settings = settings_of(office, options)
    saved = saved_mappings(office.store.connection)
    sheet = sheet_of(options.file, office.catalogue, replaced(settings, pct=""), saved)
    constants = dict(sheet.mapping.constants)
    if settings.pct:
        constants["contract.pct_code"] = settings.pct
    for name, value in pairs_of(options.constant or ()).items():
        constants[target_named(office.catalogue, name)] = value
    mapping = sheet.mapping.changed(
        name=options.name,
        columns=_plans(office, options, settings, sheet.mapping),
        constants=constants,
        key=tuple(target_named(office.catalogue, name) for name in options.key),
        lines=options.lines or sheet.mapping.lines,
        encoding=settings.encoding or "",
        delimiter=settings.delimiter or "",
        header_line=settings.header_line,
        sheet=settings.sheet,
    )
    if problem := problem_of(mapping, office.catalogue, options.file, settings):
        raise problem
    office.write(f"Save the mapping {mapping.name}", lambda write: save_mapping(write, mapping))
    taken = [plan for plan in mapping.columns if plan.targets]
    say(options, f"{mapping.name}: {len(taken)} of {len(sheet.columns)} columns taken")
    give(options, {"name": mapping.name, "taken": len(taken), "columns": len(sheet.columns)})
    return 0


def _plans(
    office: Office, options: Namespace, settings: ImportSettings, mapping: ListMapping
) -> tuple[ColumnPlan, ...]:
    """What is suggested for each column, as the options change it."""
    plans = {plan.key: plan for plan in mapping.columns}
    for heading, name in settings.columns.items():
        target = () if name in ("", "none") else (target_named(office.catalogue, name),)
        _change(plans, heading, to=target, split="")
    for heading, way in pairs_of(options.split or ()).items():
        split, targets = _split(office, way)
        _change(plans, heading, to=targets, split=split)
    for heading, order in settings.orders.items():
        _change(plans, heading, dates=order)
    for heading in options.clear:
        _change(plans, heading, clear="blank")
    for heading, words in _words(options.words or ()).items():
        _change(plans, heading, words=words)
    return tuple(plans.values())


def _change(plans: dict[tuple[str, int], ColumnPlan], heading: str, **values: object) -> None:
    key = bare_words(heading), 1
    if key not in plans:
        raise UserProblem("unknown-column", column=heading)
    plans[key] = plans[key].changed(**values)


def _split(office: Office, way: str) -> tuple[str, tuple[str, ...]]:
    """A way to cut with its targets: "address", or "dash:ods_code,name"."""
    split, _, names = way.partition(":")
    if split not in SPLITS:
        known = ", ".join(SPLITS)
        raise UserProblem("option-unusable", option="--split", value=way, detail=known)
    if not names:
        return split, SPLITS[split].to
    wanted = [name.strip() for name in names.split(",")]
    return split, tuple(target_named(office.catalogue, n) if n else "" for n in wanted)


def _words(texts: Sequence[str]) -> dict[str, dict[str, str]]:
    """Words by column: "Type=Perm GMS=GMS"."""
    found: dict[str, dict[str, str]] = {}
    for pair, meaning in pairs_of(texts).items():
        column, sign, word = pair.partition("=")
        if not sign:
            raise UserProblem("map-unreadable", value=f"{pair}={meaning}")
        found.setdefault(column, {})[word] = meaning
    return found


def run_export(office: Office, options: Namespace) -> int:
    """Write a mapping to a file for a colleague."""
    mapping = mapping_named(office.store.connection, options.name)
    write_mapping_file(mapping, options.out)
    say(options, f"{mapping.name} is in {options.out}")
    give(options, {"name": mapping.name, "file": str(options.out)})
    return 0


def run_import(office: Office, options: Namespace) -> int:
    """Keep the mapping that a colleague's file holds."""
    mapping = read_mapping_file(options.file)
    if options.name:
        mapping = mapping.changed(name=options.name)
    check_mapping(mapping, office.catalogue)
    office.write(f"Save the mapping {mapping.name}", lambda write: save_mapping(write, mapping))
    say(options, f"{mapping.name} is kept")
    give(options, {"name": mapping.name})
    return 0


def run_remove(office: Office, options: Namespace) -> int:
    """Remove a mapping; files already taken in stay as they are."""
    office.write(
        f"Remove the mapping {options.name}", lambda write: remove_mapping(write, options.name)
    )
    say(options, f"{options.name} is removed")
    give(options, {"name": options.name})
    return 0


def run_template(options: Namespace) -> int:
    """Write an empty list for a group of contractors; no register is needed."""
    catalogue = load_catalogue()
    columns = list_template(catalogue, options.group)
    beside = write_list_template(options.out, f"{options.group} contracts", columns)
    say(options, f"{options.out}: {len(columns)} columns")
    if beside is not None:
        say(options, f"{beside}: what they hold")
    give(options, {"file": str(options.out), "columns": [c.heading for c in columns]})
    return 0
