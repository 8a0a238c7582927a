"""Commands about programmes: write one to a file, bring running plans to a changed one."""

from __future__ import annotations

from argparse import Namespace

from areateam.catalogue.catalogue import load_catalogue
from areateam.commands.output import give, say
from areateam.core.count_words import counted
from areateam.core.problems import UserProblem
from areateam.exports.export_file import export_file
from areateam.office import Office
from areateam.owners import task_owners
from areateam.transition.programme_update_actions import read_programme, update_plans
from areateam.transition.programme_update_views import PlanUpdate, updates_of


def run_template(options: Namespace) -> int:
    """Write a shipped programme to a file, to be changed and taken in with `update`."""
    catalogue = load_catalogue()
    programme = catalogue.programmes.named(options.programme)
    text = (catalogue.folder / "programmes" / f"{programme.key}.toml").read_bytes()
    with export_file(options.out) as temporary:
        temporary.write_bytes(text)
    say(options, f"{options.out}: {programme.label}, {counted(len(programme.task), 'task')}")
    give(options, {"file": str(options.out), "tasks": len(programme.task)})
    return 0


def run_update(office: Office, options: Namespace) -> int:
    """Bring running plans to a changed programme, or only say what would change."""
    programme = (
        read_programme(options.file)
        if options.file
        else office.catalogue.programmes.named(_wanted(office, options))
    )
    places = [code.upper() for code in options.pct]
    found = updates_of(office.store.connection, programme)
    found = [plan for plan in found if not places or plan.head.place in places]
    for plan in found:
        for update in plan.updates:
            say(options, f"{plan.head.place} {update.key} {update.title}: {update.words}")
    operation = None
    if not options.dry_run:
        written = office.write(
            f"Bring {counted(len(found), 'plan')} to “{programme.label}”",
            lambda write: update_plans(
                write,
                programme,
                office.today(),
                places,
                task_owners(write.connection, office.catalogue.groups, office.today()),
            ),
        )
        operation = written.operation
    say(
        options,
        f"{counted(sum(len(plan.updates) for plan in found), 'task')} in"
        f" {counted(len(found), 'plan')}",
    )
    give(options, {"plans": [_document(plan) for plan in found], "operation": operation})
    return 0


def _wanted(office: Office, options: Namespace) -> str:
    """The programme named, or the only one that runs; UserProblem("programme-unknown")."""
    if options.programme:
        return str(options.programme)
    rows = office.store.connection.execute("SELECT DISTINCT programme_key FROM handover")
    keys = [key for (key,) in rows]
    if len(keys) != 1:
        raise UserProblem("programme-unknown", programme="", known=", ".join(keys) or "none")
    return str(keys[0])


def _document(plan: PlanUpdate) -> dict[str, object]:
    return {
        "pct": plan.head.place,
        "updates": [
            {"task": update.key, "kind": update.kind.value, "fields": list(update.fields),
             "why": update.why}
            for update in plan.updates
        ],
    }  # fmt: skip
