"""The command that takes files in."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from areateam.commands.control_commands import tell_controls
from areateam.commands.output import give, say
from areateam.core.findings import Finding
from areateam.core.problems import Problem, UserProblem
from areateam.core.progress import Progress
from areateam.core.wording import finding_sentence, problem_sentence, sentence
from areateam.imports.control_rules import parse_controls
from areateam.imports.date_questions import DateQuestion
from areateam.imports.import_actions import (
    ImportSettings,
    Staged,
    Understood,
    in_order,
    side_file_for,
    stage_file,
    understand,
)
from areateam.imports.import_mapping_views import mapping_from, mapping_named, saved_mappings
from areateam.imports.query_answers import is_answered
from areateam.imports.staged_file import (
    last_operation,
    remove_stage,
    remove_stale_stages,
)
from areateam.office import Office

if TYPE_CHECKING:
    from areateam.imports.recipe_actions import Recipe

_LISTED = 10
_ONE_TAKEN_IN = "it goes with one file that is taken in"
_ONE_FILE = "it goes with --dry-run and one file"
_LINES_OF_ONE = "it goes with one file"


def run_import(office: Office, options: Namespace) -> int:
    """Import files, the ones that name bodies first; a declined file stops none of the rest.

    1 where --strict is given and lines were refused, 3 where a file was declined.
    """
    recipe = _recipe_given(options)
    settings = settings_of(office, options, recipe.settings if recipe else None)
    _refuse_several(options)
    remove_stale_stages(office.path)
    taken, answered, declined = _look_at(office, options, settings)
    ordered = in_order([understood for understood, _ in taken])
    with ThreadPoolExecutor(1) as beside:
        # The first file is read while the register, which nobody changes yet, is copied.
        needed = bool(ordered) and not options.dry_run and office.has_records()
        backup = beside.submit(_back_up, office, needed=needed)
        documents = [
            _import_one(office, understood, settings, options, recipe, backup.result)
            for understood in ordered
        ]
    for problem in declined:
        print(problem_sentence(problem), file=sys.stderr)
    give(
        options,
        {
            "files": documents,
            "answers": answered,
            "declined": [_declined(problem) for problem in declined],
            "register": str(office.path),
        },
    )
    if declined:
        return 3
    return int(options.strict and any(d["rejected"] for d in documents))


def _recipe_given(options: Namespace) -> Recipe | None:
    if not options.recipe:
        return None
    from areateam.imports.recipe_actions import read_recipe

    return read_recipe(options.recipe)


def _refuse_several(options: Namespace) -> None:
    """Raise UserProblem where an option for one file stands with several."""
    several = len(options.files) != 1
    if options.control and (several or options.dry_run or not parse_controls(options.control)):
        raise UserProblem(
            "option-unusable", option="--control", value="used so", detail=_ONE_TAKEN_IN
        )
    if options.stage and (several or not options.dry_run):
        raise UserProblem("option-unusable", option="--stage", value="used so", detail=_ONE_FILE)
    if options.fix and several:
        raise UserProblem("option-unusable", option="--fix", value="used so", detail=_LINES_OF_ONE)


def _look_at(
    office: Office, options: Namespace, settings: ImportSettings
) -> tuple[list[tuple[Understood, ImportSettings]], list[dict[str, Any]], list[Problem]]:
    """What each file is: lists to read, answers, which are taken at once, and what is declined."""
    taken: list[tuple[Understood, ImportSettings]] = []
    answered: list[dict[str, Any]] = []
    declined: list[Problem] = []
    saved = saved_mappings(office.store.connection)
    for path in options.files:
        try:
            if is_answered(path):
                from areateam.commands.query_commands import take_answers

                answered.append(take_answers(office, path, options))
            else:
                understood = understand(path, office.catalogue, settings, saved=saved)
                taken.append((understood, settings))
        except Problem as caught:
            declined.append(caught)
    return taken, answered, declined


def _back_up(office: Office, *, needed: bool) -> None:
    if needed:
        office.back_up("before import")


def _declined(problem: Problem) -> dict[str, str]:
    facts = problem.facts
    return {
        "file": Path(str(facts.get("path", ""))).name,
        "code": problem.code,
        "text": problem_sentence(problem),
        "seen": str(facts.get("seen", "")),
        "needed": str(facts.get("needed", "")),
    }


def settings_of(
    office: Office, options: Namespace, base: ImportSettings | None = None
) -> ImportSettings:
    """What the options say of a file, over what a recipe says.

    Raises UserProblem where they cannot be used.
    """
    base = base or ImportSettings()
    delimiters = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
    given = options.delimiter
    order, orders = _orders(options.dates or ())
    mapping = None
    if options.mapping:
        mapping = mapping_named(office.store.connection, options.mapping)
    elif options.mapping_text:
        mapping = mapping_from(options.mapping_text)
    return ImportSettings(
        profile=options.profile or base.profile,
        pct=(options.pct or base.pct).upper(),
        encoding=options.encoding or base.encoding,
        delimiter=delimiters.get(given, given) if given else base.delimiter,
        columns={**base.columns, **pairs_of(options.map or ())},
        date_order=order or base.date_order,
        orders={**base.orders, **orders},
        header_line=options.header_line or base.header_line,
        sheet=options.sheet or base.sheet,
        mapping=mapping or base.mapping,
    )


def pairs_of(texts: Sequence[str]) -> dict[str, str]:
    """What stands before and after the sign = of each text; UserProblem("map-unreadable")."""
    pairs = {}
    for pair in texts:
        before, found, after = pair.rpartition("=")
        if not found:
            raise UserProblem("map-unreadable", value=pair)
        pairs[before] = after
    return pairs


_Order = Literal["", "dmy", "mdy"]
_ORDERS: Mapping[str, _Order] = {"dmy": "dmy", "mdy": "mdy"}


def _orders(texts: Sequence[str]) -> tuple[_Order, dict[str, _Order]]:
    """The order of every date column, and those of single ones: "dmy" or "COLUMN=mdy"."""
    every: _Order = ""
    single: dict[str, _Order] = {}
    for text in texts:
        column, _, order = text.rpartition("=")
        if order not in _ORDERS:
            detail = "it is dmy, mdy, COLUMN=dmy or COLUMN=mdy"
            raise UserProblem("option-unusable", option="--dates", value=text, detail=detail)
        if column:
            single[column] = _ORDERS[order]
        else:
            every = _ORDERS[order]
    return every, single


def _import_one(
    office: Office,
    understood: Understood,
    settings: ImportSettings,
    options: Namespace,
    recipe: Recipe | None,
    backed_up: Callable[[], None],
) -> dict[str, Any]:
    side_file = options.stage or side_file_for(office.path)
    before = last_operation(office.store.connection)
    kept = False
    try:
        staged = stage_file(
            understood, settings, office.path, side_file, office.catalogue, _progress(options)
        )
        absent: dict[str, Any] = {}
        if recipe or options.fix or options.absent or options.stage:
            from areateam.commands.import_corrections import corrected, tell_absent

            staged = corrected(office, staged, options, recipe, before)
            absent = tell_absent(office, staged, options)
        if not staged.adds_up:
            raise AssertionError(f"{staged.rows} lines but {staged.counts}")
        batch = operation = None
        if not options.dry_run:
            backed_up()
            batch, operation = office.apply_staged(staged)
        if options.rejects:
            from areateam.imports.rejects import write_rejects

            write_rejects(staged, options.rejects)
        if options.query_sheet:
            from areateam.commands.query_commands import write_query_of_staged

            write_query_of_staged(office, staged, options.query_sheet)
        document = _document(staged, batch, operation) | absent
        _tell(options, document, staged)
        if batch is not None and options.control:
            document["totals"] = tell_controls(office, batch, options)
        kept = options.stage is not None
        return document
    finally:
        if not kept:
            remove_stage(side_file)


def _tell(options: Namespace, document: dict[str, Any], staged: Staged) -> None:
    counts = ", ".join(f"{word} {document[word]}" for word in _WORDS)
    say(options, f"{document['file']}: {counts}")
    for finding in document["findings"][:_LISTED]:
        place = f"line {finding['line']}: " if finding["line"] else ""
        say(options, f"  {place}{finding['text']}")
    for question in staged.questions:
        say(options, f"  {question_words(question)}")


_WORDS = ("new", "changed", "same", "doubtful", "rejected", "absent")


def _document(staged: Staged, batch: int | None, operation: int | None) -> dict[str, Any]:
    shape = staged.shape
    return {
        "file": shape.path.name,
        "sha256": shape.sha256,
        "profile": staged.profile.key,
        "encoding": shape.encoding,
        "delimiter": shape.delimiter,
        "header_line": shape.header_line,
        "rows": staged.rows,
        **staged.counts,
        "absent": staged.absent,
        "batch": batch,
        "operation": operation,
        "seconds": round(staged.seconds, 2),
        "mapping": staged.mapping.name if staged.mapping else "",
        "questions": [
            {"column": q.heading, "field": q.label, "sample": q.sample, "lines": q.lines}
            for q in staged.questions
        ],
        "findings": [_finding(finding) for finding in staged.findings],
    }


def question_words(question: DateQuestion) -> str:
    """What to ask of a column whose dates can be read both ways, with the way to answer."""
    return sentence(
        "date-order-asked",
        column=question.heading,
        value=question.sample,
        lines=f"{question.lines:,} {'line waits' if question.lines == 1 else 'lines wait'}",
    )


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "line": finding.line,
        "column": finding.column,
        "code": finding.code,
        "value": finding.value,
        "weight": finding.weight.value,
        "text": finding_sentence(finding),
    }


def _progress(options: Namespace) -> Progress:
    if options.json and options.progress:
        return _Lines()
    if options.quiet or options.json or not sys.stderr.isatty():
        from areateam.core.progress import Quiet

        return Quiet()
    return _Bar()


class _Lines:
    """Progress as JSON lines on stderr, for the window that started this command."""

    def step(self, done: int, total: int, words: str) -> None:
        """Print one line; once the last line is read, what follows is the comparing."""
        said = words if done < total else "Comparing with the register"
        told = {"done": done, "total": total, "words": said}
        print(json.dumps(told), file=sys.stderr, flush=True)


class _Bar:
    """A bar on the terminal."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._bar = tqdm(unit=" lines", leave=False)

    def step(self, done: int, total: int, words: str) -> None:
        """Move the bar."""
        self._bar.total = total
        self._bar.set_description(words, refresh=False)
        self._bar.update(done - self._bar.n)
