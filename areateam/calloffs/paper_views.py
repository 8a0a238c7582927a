"""Reads the papers of call-offs: those filed, and the checklist of those that a stage needs."""

from __future__ import annotations

import sqlite3

import msgspec

from areateam.calloffs.call_off_clock_rules import StageState
from areateam.calloffs.call_off_views import CallOffView
from areateam.catalogue.framework_definitions import Framework
from areateam.core.problems import UserProblem


class Paper(msgspec.Struct, frozen=True):
    """A document filed at a stage of a call-off."""

    id: int
    paper: str
    title: str
    name: str
    sha256: str
    size: int
    dated_on: str
    filed_by: str


class Papers(msgspec.Struct, frozen=True):
    """A kind of paper that a stage needs: how many were filed, and whether it is a gap.

    `code` is its document type in open contracting data.
    """

    key: str
    label: str
    stage: str
    code: str
    filed: int
    due: bool

    @property
    def is_gap(self) -> bool:
        """Whether its stage is done and nothing was filed."""
        return self.due and not self.filed


def paper_list(
    connection: sqlite3.Connection, view: CallOffView, framework: Framework
) -> tuple[Papers, ...]:
    """The papers that tier and path ask for, and those filed, by stage; which are missing."""
    counts = dict(
        connection.execute(
            "SELECT paper, count(*) FROM call_off_paper WHERE call_off_id = ? GROUP BY paper",
            (view.id,),
        ).fetchall()
    )
    wanted = set(framework.tier[view.tier].papers)
    places = {stage.facts.key: place for place, stage in enumerate(view.clock.stages)}
    done = {s.facts.key for s in view.clock.stages if s.state is StageState.DONE}
    found = (
        Papers(
            spec.key, spec.label, spec.stage, spec.code, counts.get(spec.key, 0), spec.stage in done
        )
        for spec in framework.paper
        if spec.key in counts
        or ((spec.always or spec.key in wanted) and spec.stage not in view.path.skips)
    )
    return tuple(sorted(found, key=lambda each: places[each.stage]))


def paper_bytes(connection: sqlite3.Connection, paper: int) -> tuple[str, bytes]:
    """The name and the bytes of a paper; UserProblem("document-unknown") where there is none."""
    row = connection.execute(
        "SELECT p.name, c.content FROM call_off_paper p"
        " JOIN document_content c ON c.sha256 = p.sha256 WHERE p.id = ?",
        (paper,),
    ).fetchone()
    if row is None:
        raise UserProblem("document-unknown", ref=str(paper))
    return row[0], row[1]


def papers_of(connection: sqlite3.Connection, call_off: int) -> tuple[Paper, ...]:
    """The documents filed at a call-off, in the order in which they were filed."""
    rows = connection.execute(
        "SELECT id, paper, title, name, sha256, size, dated_on, filed_by FROM call_off_paper"
        " WHERE call_off_id = ? ORDER BY id",
        (call_off,),
    )
    return tuple(Paper(*row) for row in rows)
