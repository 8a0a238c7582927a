"""Files on their way in: read one after another in a process, reviewed, applied.

There is one queue for each desk; the pages of imports share it through `queue_of`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from areateam.core.problems import Problem
from areateam.imports.recipe_actions import recipe_of_stage, write_recipe
from areateam.imports.stage_actions import (
    ready_to_apply,
    remove_stage,
    remove_stale_stages,
    side_file_for,
)
from ui.tasks import Job, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from areateam.office import Office
    from ui.desk import Desk

_FOR_WANT_OF_A_MAPPING = frozenset(
    {
        "not-a-contractor-file",
        "mapping-states-nothing",
        "mapping-key-unstated",
        "mapping-type-unstated",
        "field-repeated",
    }
)
_NOT_READ = "The file could not be read. Nothing was written."


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read, and what a person says of it; blanks are found out.

    `mapping` is the name of a mapping that was kept, `mapping_words` one that was not; `recipe`
    a file of what was corrected and left out when it was read before.
    """

    path: Path
    profile: str = ""
    pct: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_line: int = 0
    sheet: str = ""
    mapping: str = ""
    mapping_words: str = ""
    recipe: Path | None = None

    def look_args(self, register: Path) -> list[str]:
        """The arguments of our own command that says what the columns hold and mean."""
        begin = ["--register", str(register), "--json", "mapping", "look", str(self.path)]
        return [*begin, *self._told()]

    def args(self, register: Path, side_file: Path) -> list[str]:
        """The arguments of our own command that reads it into the side file."""
        begin = ["--register", str(register), "--json", "import", str(self.path)]
        kept = ["--recipe", str(self.recipe)] if self.recipe else []
        return [*begin, "--dry-run", "--progress", "--stage", str(side_file), *self._told(), *kept]

    def _told(self) -> list[str]:
        told = (
            ("--profile", self.profile),
            ("--pct", self.pct),
            ("--encoding", self.encoding),
            ("--delimiter", self.delimiter),
            ("--header-line", str(self.header_line or "")),
            ("--sheet", self.sheet),
            ("--mapping", self.mapping),
            ("--mapping-text", self.mapping_words),
        )
        return [word for pair in told if pair[1] for word in pair]


@dataclass(frozen=True, slots=True)
class Declined:
    """A file that was not taken: the sentence, what was seen in it and what it would need."""

    request: Request
    text: str
    seen: str = ""
    needed: str = ""
    code: str = ""

    @property
    def wants_mapping(self) -> bool:
        """Whether it may be taken once a person has said what its columns mean."""
        return self.code in _FOR_WANT_OF_A_MAPPING or bool(self.request.mapping_words)


class ImportQueue(QObject):
    """What is being read, what waits for its review, what was declined.

    `changed` is sent whenever any of it is another; `ready` when a file waits for its review;
    `asked` when a person must first say what its columns mean;
    `letting_go` just before a side file is removed, for whoever has it open; `applied` with the
    batch and the operation; `refused` with the problem that kept a file from being applied.
    """

    changed = Signal()
    ready = Signal()
    asked = Signal()
    letting_go = Signal()
    applied = Signal(int, int)
    refused = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.waiting: list[Request] = []
        self.reading: Request | None = None
        self.reviewing: Request | None = None
        self.declined: Declined | None = None
        self.stage: Path | None = None
        self.apply_plain = False
        self.is_applying = False
        self._job: Job | None = None
        self._side_file: Path | None = None
        remove_stale_stages(desk.path)
        running = QCoreApplication.instance()
        if running is not None:
            running.aboutToQuit.connect(self.close)

    # ---- reading

    def add(self, paths: Iterable[Path]) -> None:
        """Put files at the end; the first is read at once where nothing else is under way."""
        self.waiting += [Request(path) for path in paths]
        self._go_on()

    def read_now(self, request: Request) -> None:
        """Read a file before all that wait: one that was declined, or that must be read again."""
        self.declined = None
        self.waiting.insert(0, request)
        self._go_on()

    def stop_reading(self) -> None:
        """Stop the process that reads; what it has read goes away with it."""
        if self._job is not None:
            self._job.cancel()

    def dismiss(self) -> None:
        """Leave the declined file and go on to the next."""
        self.declined = None
        self._go_on()

    def apply_plain_ones(self) -> None:
        """From now on apply without a review what needs no decision, until the queue is empty."""
        self.apply_plain = True
        self.changed.emit()

    def _go_on(self) -> None:
        busy = self.reading or self.stage or self.declined or self.is_applying
        if not busy and self.waiting:
            self._start(self.waiting.pop(0))
        self.apply_plain = self.apply_plain and bool(self.reading or self.stage or self.waiting)
        self.changed.emit()

    def _start(self, request: Request) -> None:
        self.reading = request
        self._side_file = side_file_for(self._desk.path)
        args = request.args(self._desk.path, self._side_file)
        self._job = self._desk.run_command(args, f"Reading {request.path.name}", self._read)

    def _read(self, outcome: Outcome) -> None:
        request, side_file = self.reading, self._side_file
        self.reading = self._side_file = self._job = None
        if request is None or side_file is None:
            return
        documents = (outcome.document or {}).get("files") or []
        if request.recipe is not None:
            remove_stage(request.recipe)
            request = replace(request, recipe=None)
        if outcome.code == 0 and documents:
            self.stage, self.reviewing = side_file, request
            self._offer(documents[0])
            return
        remove_stage(side_file)
        if not outcome.cancelled:
            self.declined = _declined(request, outcome)
        self._go_on()
        if self.declined is not None and self.declined.wants_mapping:
            self.asked.emit()

    def _offer(self, document: dict[str, Any]) -> None:
        if self.apply_plain and not document["doubtful"] + document["rejected"]:
            self.apply()
            return
        self.changed.emit()
        request = self.reviewing
        told = request is not None and (request.mapping or request.mapping_words)
        if document["questions"] and not told:
            self.asked.emit()
        else:
            self.ready.emit()

    # ---- the review's end

    def apply(self) -> None:
        """Write the reviewed file in the writing thread; `applied` or `refused` follows."""
        stage = self.stage
        if stage is None or self.is_applying:
            return
        self.is_applying = True
        self.changed.emit()

        def work(office: Office) -> tuple[int, int]:
            staged = ready_to_apply(office.path, stage, office.catalogue)
            if office.has_records():
                office.back_up("before import")
            return office.apply_staged(staged)

        self._desk.run(work, self._applied, self._refused)

    def cancel_review(self) -> None:
        """Take the side file away, so that nothing of the import is left, and go on."""
        self._let_go()
        self._go_on()

    def read_again(self) -> None:
        """Read the reviewed file anew, as it is now and with the register as it is now."""
        if self.reviewing is not None:
            self.read_anew(self.reviewing)

    def asked_about(self) -> Request | None:
        """The file whose columns a person may speak of: the one declined, or under review."""
        return self.declined.request if self.declined is not None else self.reviewing

    def read_anew(self, request: Request) -> None:
        """Read the file that was declined or is reviewed once more, as is now said of it.

        What was corrected and left out stays so, wherever the lines still stand as they stood.
        """
        recipe = self._keep_corrections()
        self._let_go()
        self.read_now(replace(request, recipe=recipe))

    def _keep_corrections(self) -> Path | None:
        stage = self.stage
        if stage is None:
            return None
        try:
            recipe = recipe_of_stage(self._desk.path, stage, self._desk.catalogue)
            if not recipe.fixes and not recipe.left_out:
                return None
            path = stage.with_name(f"{stage.name}.recipe")
            write_recipe(recipe, path)
        except (Problem, OSError):
            # A side file that cannot be read any more has nothing to give.
            return None
        return path

    def close(self) -> None:
        """Leave no trace: nobody is there any more to review what was read."""
        self.waiting.clear()
        if self._job is not None:
            self._job.cancel()
        if self._side_file is not None:
            remove_stage(self._side_file)
        if self.reading is not None and self.reading.recipe is not None:
            remove_stage(self.reading.recipe)
        if not self.is_applying:
            self._let_go()

    def _applied(self, result: tuple[int, int]) -> None:
        self.is_applying = False
        self._let_go()
        self.applied.emit(*result)
        self._go_on()

    def _refused(self, problem: Problem) -> None:
        self.is_applying = False
        self.apply_plain = False
        self.changed.emit()
        self.refused.emit(problem)

    def _let_go(self) -> None:
        self.letting_go.emit()
        if self.stage is not None:
            remove_stage(self.stage)
        self.stage = self.reviewing = None


def queue_of(desk: Desk) -> ImportQueue:
    """The one queue of a desk."""
    found = desk.findChild(ImportQueue)
    return found if isinstance(found, ImportQueue) else ImportQueue(desk)


def _declined(request: Request, outcome: Outcome) -> Declined:
    said = (outcome.document or {}).get("declined") or []
    if said:
        first = said[0]
        return Declined(request, first["text"], first["seen"], first["needed"], first["code"])
    return Declined(request, outcome.lines[-1] if outcome.lines else _NOT_READ)
