"""Commands about hand-overs: start plans, see how ready places are, sign tasks."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from areateam.cases.case_rules import Rulebook
from areateam.cases.document_actions import read_document
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.programme_definitions import Side
from areateam.commands.output import give, say, table
from areateam.commands.people_named import person_asked
from areateam.core.count_words import counted, working_days
from areateam.core.dates import format_date, format_weekday_date
from areateam.core.wording import finding_sentence
from areateam.core.working_days import working_days_between
from areateam.ledger.ledger import Write, Written
from areateam.office import Office
from areateam.organisations.person_actions import entered
from areateam.owners import task_owners
from areateam.transition.readiness_views import ReadyCell, critical_path, readiness
from areateam.transition.task_actions import (
    assign_tasks,
    begin_task,
    expect_task,
    file_evidence,
    query_task,
    sign_task,
)
from areateam.transition.task_move_views import moves
from areateam.transition.task_owner_views import owned_tasks
from areateam.transition.transition_actions import own_places, start_plans, take_baseline
from areateam.transition.transition_findings import disagreements, findings_of
from areateam.transition.transition_views import (
    PlanView,
    TaskFacts,
    TaskView,
    plan_heads,
    plans,
    task_facts,
    task_id_of,
    task_row,
)

_NONE_YET = "No programme runs yet. Start one with: transition start PROGRAMME --pct CODE"


def book_of(office: Office) -> Rulebook:
    """What the office's plans are reckoned by today."""
    return rulebook(office.store.connection, office.catalogue, office.today())


def plans_asked(office: Office, options: Namespace) -> list[PlanView]:
    """The plans that --programme and --pct leave."""
    return plans(
        office.store.connection,
        book_of(office),
        programme=options.programme,
        places=tuple(code.upper() for code in options.pct),
    )


def task_rows(office: Office) -> list[dict[str, Any]]:
    """Every task of every plan for `list tasks`."""
    found = plans(office.store.connection, book_of(office))
    return [task_row(task) for plan in found for task in plan.tasks]


def run_start(office: Office, options: Namespace) -> int:
    """Start the plan of a programme for places."""
    programme = office.catalogue.programmes.named(options.programme)
    connection = office.store.connection
    places = [code.upper() for code in options.pct] or own_places(connection, programme)
    book = book_of(office)
    many = f"{len(places)} {programme.place_word}s" if len(places) > 1 else "".join(places)
    written = office.write(
        f"Start “{programme.label}” for {many}",
        lambda write: start_plans(
            write,
            book,
            programme,
            places,
            task_owners(write.connection, office.catalogue.groups, office.today()),
        ),
    )
    tasks = len(programme.task) * len(written.result)
    owned = owned_tasks(connection, written.result)
    say(
        options,
        f"{programme.label}: {many}, {counted(tasks, 'task')}, {tasks - owned:,} without an owner",
    )
    give(
        options,
        {
            "ref": programme.key,
            "pcts": places,
            "tasks": tasks,
            "owned": owned,
            "operation": written.operation,
        },
    )
    return 0


def run_readiness(office: Office, options: Namespace) -> int:
    """How ready each place is, workstream by workstream."""
    found = plans_asked(office, options)
    ready = readiness(found)
    rows = [
        [stream, *(_cell(place.cells[at]) for place in ready.places)]
        for at, stream in enumerate(ready.workstreams)
    ]
    rows.append(["Accepted", *(_cell(place.total) for place in ready.places)])
    headers = ["Workstream", *(place.place for place in ready.places)]
    if ready.places:
        say(options, table(headers, rows, [False] * len(headers)))
    say(options, _sentence(office, found))
    give(
        options,
        {
            "day": office.today().isoformat(),
            "pcts": [
                {
                    "pct": place.place,
                    "name": place.name,
                    "ready": place.total.accepted,
                    "late": place.total.late,
                    "at_risk": place.total.at_risk,
                    "tasks": place.total.tasks,
                    "workstreams": {
                        stream: {
                            "state": cell.light.value,
                            "ready": cell.accepted,
                            "late": cell.late,
                            "at_risk": cell.at_risk,
                            "tasks": cell.tasks,
                        }
                        for stream, cell in zip(ready.workstreams, place.cells, strict=True)
                    },
                }
                for place in ready.places
            ],
        },
    )
    return 0


def _cell(cell: ReadyCell) -> str:
    return f"{cell.words} {cell.accepted}/{cell.tasks}"


def _sentence(office: Office, found: list[PlanView]) -> str:
    if not found:
        return _NONE_YET
    total = readiness(found).total
    book = book_of(office)
    last = book.calendar.add_working_days(found[0].head.vesting, -1)
    left = working_days_between(book.today, last, book.calendar.holidays)
    return (
        f"{working_days(left)} to {format_weekday_date(last.isoformat())}."
        f" Of {counted(total.tasks, 'task')} {total.accepted:,} are accepted, {total.late:,} late,"
        f" {total.at_risk:,} at risk."
    )


def run_path(office: Office, options: Namespace) -> int:
    """The critical path of each plan."""
    found = plans_asked(office, options)
    if not found:
        say(options, _NONE_YET)
    rows = [_path_row(task) for plan in found for task in critical_path(plan)]
    for plan in found:
        say(options, f"{plan.head.place} {plan.head.place_name}")
        for task in critical_path(plan):
            start, finish = task.forecast.start.isoformat(), task.forecast.finish.isoformat()
            say(
                options,
                f"  {task.facts.key}  {format_date(start)} to {format_date(finish)},"
                f" {task.forecast.slack} in hand: {task.facts.title}",
            )
    give(options, {"tasks": rows})
    return 0


def _path_row(task: TaskView) -> dict[str, Any]:
    forecast = task.forecast
    return {
        "ref": task.facts.ref,
        "task": task.facts.key,
        "pct": task.place,
        "title": task.facts.title,
        "start": forecast.start.isoformat(),
        "finish": forecast.finish.isoformat(),
        "latest_start": forecast.late_start.isoformat() if forecast.late_start else None,
        "slack": forecast.slack,
    }


def run_findings(office: Office, options: Namespace) -> int:
    """What the plans get wrong."""
    asked = plans_asked(office, options)
    found = findings_of(asked, book_of(office).calendar)
    found += disagreements(office.store.connection, asked)
    for finding in found:
        say(options, finding_sentence(finding))
    say(options, f"{len(found):,} findings")
    rows = [{"code": f.code, "task": f.column, "sentence": finding_sentence(f)} for f in found]
    give(options, {"rows": rows, "total": len(rows)})
    return 0


def run_sign(office: Office, options: Namespace) -> int:
    """Sign a task for one side, with evidence or the reason why there is none."""
    task = task_id_of(office.store.connection, options.task)
    side, today = Side(options.side), office.today()
    path = Path(options.evidence) if options.evidence else None
    content = read_document(path) if path else b""
    on = options.on or today

    def act(write: Write) -> TaskFacts:
        if path:
            file_evidence(write, task, path.name, content, title="", dated=on)
        return sign_task(
            write, task, side, name=options.name or office.user, on=on, today=today,
            unproven_reason=options.reason,
        )  # fmt: skip

    label = f"Sign {task_facts(office.store.connection, task).key} as {side}"
    return _done(office, options, office.write(label, act), task)


def run_query(office: Office, options: Namespace) -> int:
    """Ask the sender back instead of accepting."""
    today = office.today()
    return _change(
        office, options, "Query", lambda write, task: query_task(write, task, options.text, today)
    )


def run_begin(office: Office, options: Namespace) -> int:
    """Say that work on a task has begun."""
    today = office.today()
    on = options.on or today
    return _change(office, options, "Begin", lambda write, task: begin_task(write, task, on, today))


def run_expect(office: Office, options: Namespace) -> int:
    """Date the end of a task by hand, or only say what would move."""
    connection = office.store.connection
    task = task_id_of(connection, options.task)
    found = moves(connection, book_of(office), task, options.on)
    for move in found.moved:
        say(
            options,
            f"{move.key}: {format_date(move.before.isoformat())} →"
            f" {format_date(move.after.isoformat())}",
        )
    for stay in found.stays:
        say(options, f"{stay.key} stays: {stay.why}")
    if options.dry_run:
        give(options, found.as_document())
        return 0
    return _change(
        office,
        options,
        "Date",
        lambda write, task: expect_task(write, task, options.on, options.reason),
    )


def _change(
    office: Office, options: Namespace, verb: str, act: Callable[[Write, int], object]
) -> int:
    task = task_id_of(office.store.connection, options.task)
    key = task_facts(office.store.connection, task).key
    written = office.write(f"{verb} {key}", lambda write: act(write, task))
    return _done(office, options, written, task)


def _done(office: Office, options: Namespace, written: Written[Any], task: int) -> int:
    facts = task_facts(office.store.connection, task)
    missing = facts.missing()
    state = f"accepted {format_date(facts.done_on)}" if facts.done_on else "open"
    needs = f"; it still needs {', '.join(missing)}" if missing else ""
    say(options, f"{facts.ref} {facts.key} {facts.title}: {state}{needs}")
    give(
        options,
        {
            "ref": facts.ref,
            "sender": facts.sent_on,
            "receiver": facts.accepted_on,
            "closed": facts.done_on is not None,
            "missing": missing,
            "operation": written.operation,
        },
    )
    return 0


def run_assign(office: Office, options: Namespace) -> int:
    """Give tasks to a person."""
    tasks = [task_id_of(office.store.connection, ref) for ref in options.tasks]
    to = person_asked(office, options, options.to)
    written = office.write(
        f"Give {counted(len(tasks), 'task')} to {to.name}",
        lambda write: assign_tasks(write, tasks, entered(write, to)),
    )
    say(options, f"{counted(written.result, 'task')} changed")
    give(options, {"changed": written.result, "operation": written.operation})
    return 0


def run_baseline(office: Office, options: Namespace) -> int:
    """Keep under a name where every task lies now."""
    heads = plan_heads(office.store.connection, options.programme)
    keys = list(dict.fromkeys(head.programme_key for head in heads))
    found = plans_asked(office, options)
    book = book_of(office)

    def act(write: Write) -> int:
        return sum(
            bool(take_baseline(write, book, key, options.name, _of(found, key))) for key in keys
        )

    written = office.write(f"Baseline {options.name}", act)
    say(options, f"Baseline “{options.name}” of {counted(len(found), 'plan')}")
    give(options, {"name": options.name, "operation": written.operation})
    return 0


def _of(found: list[PlanView], key: str) -> list[PlanView]:
    return [plan for plan in found if plan.head.programme_key == key]
