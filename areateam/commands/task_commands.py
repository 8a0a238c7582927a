"""Commands that read one task of a hand-over: `show TA12` and `explain TA12`."""

from __future__ import annotations

from argparse import Namespace

from areateam.commands.output import give, say
from areateam.commands.transition_commands import book_of
from areateam.core.count_words import working_days
from areateam.core.dates import format_weekday_date
from areateam.office import Office
from areateam.transition.evidence_views import evidence_of
from areateam.transition.task_move_views import plan_of_task
from areateam.transition.transition_views import TaskView, task_id_of, task_row


def _task(office: Office, ref: str) -> TaskView:
    task = task_id_of(office.store.connection, ref)
    plan = plan_of_task(office.store.connection, book_of(office), task)
    return next(each for each in plan.tasks if each.id == task)


def show_task(office: Office, options: Namespace) -> int:
    """Show one task with its evidence."""
    task = _task(office, options.ref)
    facts = task.facts
    say(options, f"{facts.ref}  {task.place} {facts.key} {facts.title}")
    say(options, f"{facts.workstream}, {task.light}: {task.reason}")
    for label, value in (
        ("Due", format_weekday_date(facts.due_on)),
        ("Expected", format_weekday_date(task.forecast.finish.isoformat())),
        ("Owner", facts.owner or facts.role),
        ("Evidence asked for", facts.evidence),
        ("Accepted when", facts.accept),
        ("Still needs", ", ".join(facts.missing()) or "nothing"),
    ):
        say(options, f"  {label}: {value}")
    filed = evidence_of(office.store.connection, task.id)
    for each in filed:
        say(options, f"  Filed: {each.title}, SHA-256 {each.sha256}")
    documents = [
        {"title": each.title, "name": each.name, "dated": each.dated_on, "sha256": each.sha256}
        for each in filed
    ]
    give(
        options,
        {**task_row(task), "accept": facts.accept, "documents": documents,
         "missing": facts.missing()},
    )  # fmt: skip
    return 0


def explain_task(office: Office, options: Namespace) -> int:
    """Say where the days of a task come from."""
    task = _task(office, options.ref)
    facts, forecast = task.facts, task.forecast
    source = facts.source or "the programme"
    dates = [("due", facts.due_on, f"Due by {source}. {task.reason}")]
    if facts.hand_on:
        words = f"Dated by hand: {facts.hand_reason}"
    elif forecast.finish > forecast.plan_finish:
        words = "Later than planned, because of today or of what it waits for."
    else:
        work = working_days(facts.length)
        words = f"{work} of work, {facts.spare} kept in hand before it is due."
    dates.append(("expected", forecast.finish.isoformat(), words))
    if forecast.late_start is not None:
        words = f"The latest safe start: {working_days(forecast.slack or 0)} in hand."
        dates.append(("latest_start", forecast.late_start.isoformat(), words))
    wanted = [each for each in dates if options.field in ("", each[0])]
    for key, day, sentence in wanted:
        say(options, f"{key.replace('_', ' ').capitalize()} {format_weekday_date(day)}: {sentence}")
    give(
        options,
        {
            "ref": facts.ref,
            "dates": [
                {"key": key, "legal": day, "working": day, "rule": "", "sentence": sentence,
                 "steps": []}
                for key, day, sentence in wanted
            ],
        },
    )  # fmt: skip
    return 0
