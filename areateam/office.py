"""One open register: its file, its ledger, its definitions and its date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from areateam.calloffs.call_off_rows import KINDS as CALL_OFF_KINDS
from areateam.calloffs.call_off_rows import CallOffPaper
from areateam.cases.case_rows import KINDS as CASE_KINDS
from areateam.cases.document_rows import (
    Document,
    DocumentContent,
    LetterAnswers,
    LetterTemplate,
)
from areateam.cases.document_views import document_faults
from areateam.cases.hours_rows import KINDS as HOURS_KINDS
from areateam.catalogue.catalogue import Catalogue, load_catalogue
from areateam.contracts.contract_rows import (
    Contract,
    ContractSite,
    Note,
    SavedView,
    Tag,
    Tagging,
)
from areateam.core.problems import RegisterProblem
from areateam.duties.desk_rows import KINDS as DESK_KINDS
from areateam.duties.duty_actions import add_matrices
from areateam.duties.duty_rows import KINDS as DUTY_KINDS
from areateam.imports.batch_rows import (
    Batch,
    BatchFinding,
    ControlTotal,
    HeldLine,
    SourceLine,
    WaitingLine,
)
from areateam.imports.claim_rows import Claim, Derivation, Precedence
from areateam.imports.fix_rows import BatchAbsent, BatchFix
from areateam.imports.import_mapping_rows import ImportMapping
from areateam.ledger.anchor import remember
from areateam.ledger.check import check_register
from areateam.ledger.journal_rows import Change, ContentSeal, Operation, Seal, Writing
from areateam.ledger.ledger import Ledger, Write, Written
from areateam.ledger.triggers import journal_triggers
from areateam.ledger.undo import Standing, redo, undo
from areateam.organisations.body_actions import add_shipped_bodies
from areateam.organisations.body_rows import Body, BodyAddress, BodyLink, Membership
from areateam.organisations.contractor_rows import Contractor, Person, Role, Site, SiteService
from areateam.organisations.duplicate_rows import Alias, NotSame
from areateam.plans.plan_rows import KINDS as PLAN_KINDS
from areateam.store.backup import Backup, back_up_file, backups_of
from areateam.store.lock import own_user
from areateam.store.register_file import Store, create_store, open_store
from areateam.store.row_types import Record, Row
from areateam.store.schema import Schema
from areateam.transition.transition_rows import KINDS as TRANSITION_KINDS
from areateam.transition.transition_rows import TaskEvidence
from areateam.variation.base_rows import KINDS as SERIES_KINDS
from areateam.variation.verdict_rows import KINDS as VARIATION_KINDS

if TYPE_CHECKING:
    # What imports bring with them is loaded when something is imported: a command that only
    # reads starts in two thirds of the time.
    from areateam.imports.answer_actions import Answered
    from areateam.imports.import_actions import Staged
    from areateam.imports.waiting_actions import Decision, Ready, Reread

T = TypeVar("T")

KINDS: tuple[type[Record], ...] = (
    Body,
    BodyLink,
    BodyAddress,
    Membership,
    Person,
    Contractor,
    Site,
    SiteService,
    Role,
    Contract,
    ContractSite,
    Note,
    Tag,
    Tagging,
    SavedView,
    WaitingLine,
    ControlTotal,
    ImportMapping,
    Alias,
    NotSame,
    Precedence,
    *CASE_KINDS,
    *HOURS_KINDS,
    LetterTemplate,
    Document,
    LetterAnswers,
    *TRANSITION_KINDS,
    *DUTY_KINDS,
    *PLAN_KINDS,
    *CALL_OFF_KINDS,
    *DESK_KINDS,
    *VARIATION_KINDS,
    *SERIES_KINDS,
)
"""Every journalled kind, parents before children."""

FILED_IN = tuple(kind.table() for kind in (Document, LetterTemplate, TaskEvidence, CallOffPaper))
"""The tables that name documents by the digest of their bytes."""

BESIDE: tuple[type[Row], ...] = (
    Batch,
    SourceLine,
    HeldLine,
    BatchFinding,
    BatchFix,
    BatchAbsent,
    DocumentContent,
    Claim,
    Derivation,
)
"""Written with an operation and sealed, but not journalled: what an import leaves behind."""

ROWS: tuple[type[Row], ...] = (
    Operation,
    Change,
    Seal,
    ContentSeal,
    Writing,
    *KINDS,
    *BESIDE,
)
"""Every table of a register."""

SCHEMA = Schema(
    lambda: tuple(journal_triggers(KINDS, BESIDE)),
    # An upgrade may add columns, which the seals of the content cover.
    after_upgrade=("UPDATE content_seal SET digest = ''",),
    made="00e1708da15d81dcb6e963e8868a028154f1e148cf42bd3def5119c9557a48a7",
)

_BACKUP_AFTER = timedelta(minutes=30)


def clock_now() -> datetime:
    """The computer's date and time, to the second: the only place that asks for it."""
    return datetime.now().replace(microsecond=0)


class Office:
    """What the window and the command line are given: one register, ready to read and write."""

    def __init__(
        self,
        store: Store,
        *,
        user: str = "",
        as_at: date | None = None,
        now: Callable[[], datetime] = clock_now,
        catalogue: Catalogue | None = None,
    ) -> None:
        self.store = store
        self.now = now
        self.user = user or own_user()
        self.as_at = as_at
        self._catalogue = catalogue
        self.ledger = Ledger(store, KINDS, self.user, now, BESIDE)
        self.backup_problem: RegisterProblem | None = None
        self._copied_at = self._last_copied_at()

    @cached_property
    def catalogue(self) -> Catalogue:
        """The definitions; loaded when first asked for."""
        return self._catalogue or load_catalogue()

    @property
    def path(self) -> Path:
        """Where the register lies."""
        return self.store.path

    def today(self) -> date:
        """The date everything is worked out for: the one travelled to, or the computer's."""
        return self.as_at or self.now().date()

    def write(
        self, label: str, function: Callable[[Write], T], *, even_if_empty: bool = False
    ) -> Written[T]:
        """Write through the ledger; see `Ledger.write`."""
        return self._kept(self.ledger.write(label, function, even_if_empty=even_if_empty))

    def undo(self, operation: int | None = None) -> Written[Standing]:
        """Take back an operation, the last one if none is named; see `ledger.undo`."""
        return self._kept(undo(self.ledger, operation))

    def redo(self, operation: int | None = None) -> Written[Standing]:
        """Bring back an undone operation; see `ledger.undo`."""
        return self._kept(redo(self.ledger, operation))

    def apply_staged(self, staged: Staged) -> tuple[int, int]:
        """Put a staged file into the register as one step; returns the batch and the operation."""
        from areateam.imports.import_actions import apply_batch, attached

        name = staged.shape.path.name
        changed = staged.counts["new"] + staged.counts["changed"]
        label = f"Import {changed:,} from {name}" if changed else f"Import {name}, nothing new"
        with attached(self.store.connection, staged.path):
            written = self.write(
                label, lambda write: apply_batch(write, staged, self.catalogue), even_if_empty=True
            )
        assert written.changes is not None
        return written.result, written.changes.operation

    def decide_waiting(
        self, decisions: Sequence[Decision], *, dry_run: bool = False
    ) -> tuple[list[Reread], list[int]]:
        """Read waiting lines again, or close them, as decided: one step for each import.

        Returns what came of each, and the operations; with `dry_run` nothing is written.
        """
        from areateam.imports.import_actions import side_file_for
        from areateam.imports.staged_file import remove_stage
        from areateam.imports.waiting_actions import by_import, read_again

        done: list[Reread] = []
        operations: list[int] = []
        for chosen in by_import(self.store.connection, decisions):
            side_file = side_file_for(self.path)
            try:
                ready = read_again(
                    self.store.connection, self.path, side_file, self.catalogue, chosen
                )
                if not dry_run and (operation := self._carry_out(ready)):
                    operations.append(operation)
                done += ready.reread
            finally:
                remove_stage(side_file)
        return done, operations

    def take_answers(self, path: Path, *, dry_run: bool = False) -> Answered:
        """Take a PCT's answers: lines go in or are closed, one step for each import.

        Raises FileProblem "not-answers"; with `dry_run` nothing is written.
        """
        from areateam.imports.answer_actions import Answered, answers_of

        answers = answers_of(self.store.connection, path)
        reread, operations = self.decide_waiting(answers.decisions, dry_run=dry_run)
        return Answered(path.name, answers, tuple(reread), tuple(operations))

    def _carry_out(self, ready: Ready) -> int | None:
        from areateam.imports.import_actions import attached
        from areateam.imports.waiting_actions import carry_out, decision_label

        def act(write: Write) -> None:
            carry_out(write, ready, self.catalogue, self.today())

        with ExitStack() as stack:
            if ready.staged is not None:
                stack.enter_context(attached(self.store.connection, ready.staged.path))
            written = self.write(decision_label(ready), act)
        return written.changes.operation if written.changes else None

    def has_records(self) -> bool:
        """Whether anything beyond the shipped definitions is in the register."""
        (found,) = self.store.connection.execute(
            "SELECT EXISTS (SELECT 1 FROM operation WHERE id > 1)"
        ).fetchone()
        return bool(found)

    def check(self) -> list[str]:
        """A sentence for everything that is wrong with the register; none where it is sound."""
        found = check_register(self.store, KINDS, BESIDE)
        return [*found, *document_faults(self.store.connection, FILED_IN)]

    def seal_pending(self) -> int:
        """Finish a part of the sealing that a large import left; returns how many parts wait.

        For idle moments, a tenth of a second each, until none waits.
        """
        return self.ledger.seal_pending()

    def back_up(self, reason: str) -> Backup:
        """Make a checked copy now, in the register's backup folder."""
        made = back_up_file(self.path, reason, self.now())
        self._copied_at = made.made_at
        return made

    def last_backup(self) -> Backup | None:
        """The newest copy in our own list."""
        return next(iter(reversed(backups_of(self.path))), None)

    def close(self) -> None:
        """Close the register."""
        self.store.close()

    def _last_copied_at(self) -> datetime:
        """When the last copy was made; now, where there is none to count from."""
        last = self.last_backup()
        return last.made_at if last else self.now()

    def _kept(self, written: Written[T]) -> Written[T]:
        """After a commit: remember its seal outside the file, and copy the file when it is time.

        A copy that could not be made does not undo the work that was: `backup_problem` says it.
        """
        if written.changes is None:
            return written
        remember(self.store, written.changes.operation)
        if self.now() - self._copied_at > _BACKUP_AFTER:
            try:
                self.back_up("half an hour of change")
                self.backup_problem = None
            except RegisterProblem as problem:
                self.backup_problem = problem
        return written


def new_office(
    path: Path,
    *,
    area_team: str = "",
    user: str = "",
    as_at: date | None = None,
    now: Callable[[], datetime] = clock_now,
    catalogue: Catalogue | None = None,
) -> Office:
    """Make a register with the shipped organisations, for one area team where it is named.

    Raises RegisterProblem where the file cannot be made, UserProblem("unknown-code") for an
    area team that the catalogue does not know.
    """
    definitions = catalogue or load_catalogue()
    if area_team:
        definitions.body(area_team, "area_team")
    office = Office(
        create_store(path, SCHEMA), user=user, as_at=as_at, now=now, catalogue=definitions
    )

    def seed(write: Write) -> None:
        add_shipped_bodies(write, definitions, area_team)
        add_matrices(write, definitions.matrices.seeded)

    office.write("New register", seed)
    return office


def open_office(
    path: Path,
    *,
    user: str = "",
    as_at: date | None = None,
    writable: bool = True,
    wait_seconds: float = 0.0,
    now: Callable[[], datetime] = clock_now,
    catalogue: Catalogue | None = None,
) -> Office:
    """Open a register; raises RegisterProblem as `store.open_store` does."""
    store = open_store(path, SCHEMA, writable=writable, wait_seconds=wait_seconds)
    return Office(store, user=user, as_at=as_at, now=now, catalogue=catalogue)
