"""Makes the demo register: invented contracts of four PCTs, as they stood on 1 November 2012."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from areateam.catalogue.catalogue import Catalogue, load_catalogue
from areateam.contracts.contract_columns import columns_by_key, contract_columns
from areateam.contracts.contract_filter import Filter, parse_condition
from areateam.contracts.contract_list import Sort
from areateam.contracts.contract_rows import Tag, Tagging
from areateam.contracts.saved_view_actions import save_view
from areateam.core.problems import RegisterProblem, UserProblem
from areateam.core.progress import Progress, Quiet
from areateam.demo.demo_call_offs import call_off_steps
from areateam.demo.demo_cases import CaseStep, DemoCases
from areateam.demo.demo_contracts import add_branches, draw_contracts
from areateam.demo.demo_copies import add_copies
from areateam.demo.demo_documents import document_steps
from areateam.demo.demo_duties import duty_steps
from areateam.demo.demo_ends import set_ends
from areateam.demo.demo_figures import even_out, money_steps
from areateam.demo.demo_hours import hours_steps
from areateam.demo.demo_imports import (
    BatchCounts,
    add_batch,
    add_source_lines,
    keep_delivery,
)
from areateam.demo.demo_pharmacies import import_list, plan_list
from areateam.demo.demo_plans import plan_steps, tie_steps
from areateam.demo.demo_recipe import Draft, Draw, Recipe, load_recipe, towns_of
from areateam.demo.demo_returns import BEGAN, Returns
from areateam.demo.demo_story import DELIVERY_IMPORT, Step, begin_with, set_value, steps_of
from areateam.demo.demo_transition import DemoTransition
from areateam.demo.demo_variation import variation_steps
from areateam.demo.demo_writing import (
    add_contracts,
    add_managers,
    carry_out,
    insert_rows,
    number_drafts,
)
from areateam.ledger.ledger import Write
from areateam.office import Office, clock_now, new_office, open_office
from areateam.store.files import replace, sync_file
from areateam.store.places import forget_seen

T = TypeVar("T")

_FIRST_IMPORTS = ("08:41", "08:52", "09:03", "09:12")


def make_demo(
    path: Path,
    scale: int = 1,
    area_team: str = "Q55",
    *,
    user: str = "R. Osei",
    now: Callable[[], datetime] = clock_now,
    catalogue: Catalogue | None = None,
    progress: Progress | None = None,
) -> Office:
    """Make the demo register at `path` and open it, looked at on its day.

    It is the same each time but for the random names of its records. `scale` multiplies the
    contracts; the further ones belong to other PCTs. The file takes its name when it is complete.
    Raises RegisterProblem("register-exists", …), UserProblem("option-unusable"), Cancelled.
    """
    path = path.absolute()
    definitions = catalogue or load_catalogue()
    recipe = load_recipe()
    if area_team != recipe["area_team"]:
        raise UserProblem("option-unusable", option="The area team", value=area_team, detail="")
    if scale < 1:
        raise UserProblem("option-unusable", option="The scale", value=scale, detail="")
    if path.exists():
        raise RegisterProblem("register-exists", path)
    if not path.parent.is_dir():
        raise RegisterProblem("folder-missing", path, folder=str(path.parent))
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _Maker(recipe, definitions).make(temporary, scale, progress or Quiet())
        sync_file(temporary)
        replace(temporary, path)
    finally:
        forget_seen(temporary)
        for ending in ("", "-wal", "-shm", ".lock"):
            with suppress(OSError):
                temporary.with_name(temporary.name + ending).unlink(missing_ok=True)
    day: date = recipe["stands_at"]
    return open_office(path, user=user, now=now, catalogue=definitions, as_at=day)


class _Maker:
    """One making of the demo: what is drawn, and the moment the story has come to."""

    def __init__(self, recipe: Recipe, catalogue: Catalogue) -> None:
        self._recipe = recipe
        self._catalogue = catalogue
        draw = Draw(recipe)
        self._drafts = draw_contracts(recipe, draw, catalogue)
        self._numbers = number_drafts(self._drafts)
        towns = towns_of(recipe)
        for draft in self._drafts:
            add_branches(draw, draft, towns)
        set_ends(recipe, draw, self._drafts)
        even_out(catalogue, self._drafts, recipe["stands_at"])
        self._list = plan_list(recipe, draw, self._drafts)
        self._steps = [*steps_of(recipe, draw, self._drafts), *money_steps(self._drafts)]
        self._cases = DemoCases(recipe, catalogue, self._drafts, self._numbers)
        self._tagged = draw.random.sample([d for d in self._drafts if not d.is_new], 60)
        self._moment = datetime.fromisoformat(f"{BEGAN}T08:30:00")

    def make(self, path: Path, scale: int, progress: Progress) -> None:
        """Write the whole story to a new register and close it."""
        team = self._recipe["area_team"]
        begin_with([*self._steps, Step("", "", "", self._list.edits)])
        returns = Returns(self._catalogue, self._drafts)
        office = new_office(
            path,
            area_team=team,
            user="R. Osei",
            now=lambda: self._moment,
            catalogue=self._catalogue,
        )
        try:
            returns.begin()
            self._begin(office, team)
            returns.end()
            hand_over = DemoTransition(
                self._recipe, self._catalogue, self._numbers.managers,
                [pct["code"] for pct in self._recipe["pct"]],
            )  # fmt: skip
            steps: list[Step | CaseStep] = [
                *returns.steps(),
                *self._steps,
                *self._cases.steps(),
                *document_steps(self._catalogue),
                *duty_steps(self._catalogue, self._numbers.managers),
                *hours_steps(self._numbers.managers),
                *plan_steps(),
                *variation_steps(self._catalogue, [d for d in self._drafts if not d.is_new]),
                *call_off_steps(self._catalogue),
                *tie_steps(),
                *hand_over.steps(),
            ]
            for step in sorted(steps, key=lambda step: step.at):
                if isinstance(step, CaseStep):
                    self._at(office, step.at, step.user, step.label, step.act)
                else:
                    self._carry_out(office, step)
            self._keep_words(office)
            self._import_list(office, team)
            self._copy(office, scale - 1, progress)
            while scale == 1 and office.seal_pending():
                pass
        finally:
            office.close()

    def _at(self, office: Office, at: str, user: str, label: str, act: Callable[[Write], T]) -> T:
        """Write under a label at a moment of the story."""
        self._moment = datetime.fromisoformat(at)
        office.ledger.user = user
        # Straight to the ledger: the office's copies every half hour would follow the story.
        return office.ledger.write(label, act).result

    def _begin(self, office: Office, team: str) -> None:
        recipe, numbers = self._recipe, self._numbers
        label = f"Add the {len(recipe['people'])} people of the team"
        self._at(office, f"{BEGAN}T08:35:00", "R. Osei", label,
                 lambda write: add_managers(write, recipe, numbers))  # fmt: skip
        for clock, group in zip(_FIRST_IMPORTS, recipe["group"], strict=True):
            chosen = [d for d in self._drafts if d.group == group["key"] and not d.is_new]

            def act(
                write: Write, chosen: Sequence[Draft] = chosen, file: str = group["file"]
            ) -> None:
                add_contracts(write, chosen, numbers, team)
                counts = BatchCounts(len(chosen), new=len(chosen))
                fields = [field.key for field in self._catalogue.fields_of(chosen[0].group)]
                header = ("Contract No", "Contractor", chosen[0].group.capitalize())
                batch = add_batch(write, file, counts, header, dict.fromkeys(fields, "set"))
                add_source_lines(write, batch, enumerate([d.record for d in chosen], start=2))

            label = f"Import {len(chosen)} {group['label']} from {group['file']}"
            self._at(office, f"{BEGAN}T{clock}:00", "R. Osei", label, act)

    def _carry_out(self, office: Office, step: Step) -> None:
        def act(write: Write) -> None:
            carry_out(write, step, self._numbers)
            if step.label == DELIVERY_IMPORT:
                owed = [edit.draft.terms["uda_contracted"] for edit in step.edits]
                keep_delivery(write, self._delivery_lines(step), owed)

        self._at(office, step.at, step.user, step.label, act)
        for edit in step.edits:
            set_value(edit.draft, edit.key, edit.after)

    def _delivery_lines(self, step: Step) -> list[tuple[int, int]]:
        """The lines of the delivery file; the stated ones where they are stated."""
        stated = self._recipe["dental"]["lines"]
        free = iter([n for n in range(2, len(step.edits) + 2) if n not in stated.values()])
        drafts = [edit.draft for edit in step.edits]
        return [(stated.get(d.values["contract_no"]) or next(free), d.record) for d in drafts]

    def _keep_words(self, office: Office) -> None:
        """Tags and saved views."""
        tags = self._recipe["words"]["tags"]
        records = [draft.record for draft in self._tagged]

        def tag(write: Write) -> None:
            ids = [write.insert(Tag, name=name) for name in tags]
            rows = [
                {"tag_id": ids[n % len(ids)], "contract_id": record}
                for n, record in enumerate(records)
            ]
            insert_rows(write, Tagging, rows)

        known = columns_by_key(contract_columns(self._catalogue, self._recipe["stands_at"]))
        self._at(office, "2012-10-31T15:20:00", "R. Osei", f"Tag {len(records)} contracts", tag)
        for minute, view in enumerate(self._recipe["view"]):

            def keep(write: Write, view: Recipe = view) -> None:
                conditions = tuple(parse_condition(known, text) for text in view["where"])
                save_view(write, view["name"], Filter(conditions), Sort(view["sort"]), {})

            at = f"2012-10-31T15:3{minute}:00"
            self._at(office, at, "R. Osei", f"Save the view {view['name']}", keep)

    def _import_list(self, office: Office, team: str) -> None:
        listed = self._recipe["pharmacy_list"]
        label = f"Import {listed['lines']} pharmacies from {listed['file']}"
        self._at(office, "2012-11-01T08:55:00", "R. Osei", label,
                 lambda write: import_list(
                     write, self._recipe, self._list, self._numbers, team))  # fmt: skip

    def _copy(self, office: Office, copies: int, progress: Progress) -> None:
        if not copies:
            return
        label = f"Import {copies * len(self._drafts):,} contracts of other PCTs"
        self._at(office, "2012-11-01T09:10:00", "R. Osei", label,
                 lambda write: add_copies(
                     write, self._recipe, self._catalogue, self._drafts, self._numbers, copies,
                     progress))  # fmt: skip
