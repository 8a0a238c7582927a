"""Starts plans from a programme, and keeps baselines of them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence

import msgspec

from areateam.cases.case_rules import Rulebook
from areateam.catalogue.programme_definitions import OWN, PLACE, Programme, TaskSpec
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.organisations.organisation_views import own_area_team
from areateam.transition.transition_rows import (
    Baseline,
    BaselineLine,
    Handover,
    ProgrammeText,
    TaskLink,
    TransitionTask,
)
from areateam.transition.transition_views import PlanView

TaskOwners = Callable[[str, str], int | None]
"""Finds whom a task goes to by its place and its workstream's key; None for nobody."""


def nobody(_place: str, _workstream: str) -> None:
    """Give a task to nobody."""


def start_plans(
    write: Write,
    book: Rulebook,
    programme: Programme,
    places: Sequence[str],
    owners: TaskOwners = nobody,
) -> list[int]:
    """Start a plan of the programme for each place and return the plans' ids.

    UserProblem: place-unknown, plan-started-already, places-needed.
    """
    if not places:
        raise UserProblem("places-needed", word=programme.place_word)
    names = place_names(write.connection, programme)
    text = keep_programme(write, programme)
    each = dict.fromkeys(places)
    return [_start(write, book, programme, text, place, names, owners) for place in each]


def place_names(connection: sqlite3.Connection, programme: Programme) -> dict[str, str]:
    """The places that a programme can be started for: code → full name."""
    if programme.place:
        return {place.code: place.name for place in programme.place}
    return dict(
        connection.execute(
            "SELECT code, name FROM body WHERE kind_of = ? ORDER BY name", (programme.place_kind,)
        ).fetchall()
    )


def own_places(connection: sqlite3.Connection, programme: Programme) -> list[str]:
    """The places of the register's own area team, in the order of their names."""
    rows = connection.execute(
        "SELECT DISTINCT b.code, b.name FROM body_link l JOIN body b ON b.code = l.code"
        " AND b.kind_of = ? WHERE l.other = (SELECT other FROM body_link WHERE link = 'own')"
        " ORDER BY b.name",
        (programme.place_kind,),
    )
    return [code for code, _ in rows]


def keep_programme(write: Write, programme: Programme) -> int:
    """Keep the programme's text once, and return its id."""
    content = msgspec.json.encode(programme).decode()
    digest = hashlib.sha256(content.encode()).hexdigest()
    row = write.execute("SELECT id FROM programme_text WHERE digest = ?", (digest,)).fetchone()
    if row:
        return int(row[0])
    return write.insert(
        ProgrammeText,
        key=programme.key,
        version=programme.version,
        digest=digest,
        content=content,
    )


def _start(
    write: Write,
    book: Rulebook,
    programme: Programme,
    text: int,
    place: str,
    names: dict[str, str],
    owners: TaskOwners,
) -> int:
    if place not in names:
        raise UserProblem("place-unknown", place=place, word=programme.place_word)
    running = write.execute(
        "SELECT 1 FROM handover WHERE programme_key = ? AND place = ?", (programme.key, place)
    ).fetchone()
    if running:
        raise UserProblem("plan-started-already", place=f"{place} {names[place]}")
    handover = write.insert(
        Handover,
        programme=text,
        programme_key=programme.key,
        place=place,
        place_name=names[place],
        sender=_side(write.connection, programme.sender, place, names[place]),
        receiver=_side(write.connection, programme.receiver, place, names[place]),
        vesting=programme.vesting.isoformat(),
        started_on=book.today.isoformat(),
    )
    ids = {
        task.id: add_task(
            write, programme, handover, position, task, owners(place, task.workstream)
        )
        for position, task in enumerate(programme.task)
    }
    for task in programme.task:
        link_task(write, ids, task)
    return handover


def _side(connection: sqlite3.Connection, stated: str, place: str, name: str) -> str:
    """Who sends or receives, in words."""
    if stated == PLACE:
        return name
    if stated != OWN:
        return stated
    own = own_area_team(connection)[1]
    if own:
        return own
    row = connection.execute(
        "SELECT b.name FROM body_link l JOIN body b ON b.code = l.other"
        " AND b.kind_of = 'area_team' WHERE l.code = ? AND l.link = 'in_area_team'",
        (place,),
    ).fetchone()
    return str(row[0]) if row else "The area team"


def add_task(
    write: Write,
    programme: Programme,
    handover: int,
    position: int,
    task: TaskSpec,
    owner: int | None = None,
) -> int:
    """Put a task of a programme into a plan, and return its id."""
    return write.insert(
        TransitionTask,
        handover=handover,
        key=task.id,
        position=position,
        started_on=None,
        owner=owner,
        **task_values(programme, task),
    )


def task_values(programme: Programme, task: TaskSpec) -> dict[str, str | int | None]:
    """The facts that a plan copies from a task of its programme, by field name."""
    return {
        "workstream": programme.stream_of(task.workstream).label,
        "title": task.title,
        "role": programme.role_of(task.role).label,
        "due_on": programme.due_of(task).isoformat(),
        "length": task.length,
        "spare": task.spare,
        "two_sided": int(task.two_sided),
        "evidence": task.evidence,
        "accept": task.accept,
        "risk": task.risk.value,
        "basis": task.basis.value,
        "source": task.source or None,
    }


def link_task(write: Write, ids: dict[str, int], task: TaskSpec) -> None:
    """Hang a task on those that come first."""
    for link in task.links():
        write.insert(
            TaskLink, task=ids[task.id], other=ids[link.task], link=link.kind.value, lag=link.lag
        )


def take_baseline(
    write: Write, book: Rulebook, programme: str, name: str, plans: Iterable[PlanView]
) -> int:
    """Keep under a name where every task of these plans lies now; returns the baseline's id.

    UserProblem: baseline-name-needed, baseline-name-taken.
    """
    word = name.strip()
    if not word:
        raise UserProblem("baseline-name-needed")
    taken = write.execute(
        "SELECT 1 FROM baseline WHERE programme_key = ? AND name = ?", (programme, word)
    ).fetchone()
    if taken:
        raise UserProblem("baseline-name-taken", name=word)
    baseline = write.insert(
        Baseline,
        programme_key=programme,
        name=word,
        taken_on=book.today.isoformat(),
        taken_by=write.user,
    )
    for plan in plans:
        for task in plan.tasks:
            forecast = task.forecast
            write.insert(
                BaselineLine,
                baseline=baseline,
                task=task.id,
                start_on=forecast.start.isoformat(),
                finish_on=forecast.finish.isoformat(),
                due_on=task.facts.due_on,
                done=int(task.facts.done_on is not None),
            )
    return baseline
