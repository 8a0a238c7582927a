"""What a column probably means, by its heading and by the values seen in it, with the reason."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from areateam.catalogue.bare_words import bare_words
from areateam.catalogue.catalogue import Catalogue
from areateam.core.codes import is_ods_code, tidy_code
from areateam.core.dates import DateOrder, parse_date
from areateam.core.fields import Field, Kind
from areateam.core.findings import Fault
from areateam.core.values import parse_value
from areateam.imports.cell_readers import CLEAR_WORD
from areateam.imports.contract_lists import assign, group_of_types, header_words, target_named
from areateam.imports.import_mapping_rules import ColumnPlan
from areateam.imports.mapping import TAKES, field_of
from areateam.imports.splits import SPLITS, cut_address

Grade = Literal["exact", "likely", "unsure", ""]
Cells = Mapping[str, int]
"""The distinct cells of a column, stripped and not blank, with how often each stands there."""

_EXACT, _LIKELY = 0.9, 0.5
_SURE_VALUES = 0.9
_NEAR = 0.85
_SHORTEST = 6
_CONTRADICTED = 0.2
_TYPE, _PCT = "contract.contract_type", "contract.pct_code"
_CONTRACTOR = re.compile(r"[A-Z][0-9]{5}|F[A-Z][0-9A-Z]{3}")
_KINDS: Mapping[Kind, str] = {
    Kind.POSTCODE: "postcodes",
    Kind.PHONE: "telephone numbers",
    Kind.EMAIL: "e-mail addresses",
    Kind.DATE: "dates",
    Kind.MONEY: "amounts",
    Kind.INTEGER: "whole numbers",
    Kind.DECIMAL: "numbers",
    Kind.FLAG: "yes or no",
    Kind.CHOICE: "among its choices",
    Kind.BODY: "organisations that are known",
    Kind.CODE: "codes",
}
_BY_VALUES = (_TYPE, _PCT, "contract.ods_code", "site.postcode", "site.email", "contract.ccg_code")
"""What values alone may tell: of dates and amounts they never say which."""


class Judgement(msgspec.Struct, frozen=True):
    """How well a plan suits its column: a grade, a confidence in percent, and why.

    `strange` are cells that cannot be what the plan says, the most frequent first.
    """

    grade: Grade = ""
    confidence: int = 0
    why: str = ""
    strange: tuple[str, ...] = ()


def suggest(
    catalogue: Catalogue, headings: Sequence[tuple[str, int]], columns: Sequence[Cells]
) -> list[ColumnPlan]:
    """The best plan for each column; one without targets where nothing speaks for any."""
    names = [name for name, _ in headings]
    group = _group(catalogue, columns)
    assigned: dict[int, str] = {}
    assign(catalogue, names, group, assigned)
    _drop_contradicted(catalogue, group, columns, assigned)
    _by_near_headings(catalogue, group, names, columns, assigned)
    _by_values(catalogue, group, columns, assigned)
    taken = set(assigned.values())
    plans = []
    for place, (name, nth) in enumerate(headings):
        target = assigned.get(place, "")
        split = target in ("", "site.address_1") and _are_addresses(columns[place])
        if split and "site.postcode" not in taken:
            plan = ColumnPlan(name, nth, SPLITS["address"].to, "address")
        else:
            plan = ColumnPlan(name, nth, (target,) if target else ())
        plans.append(plan)
    return plans


def judge(catalogue: Catalogue, plan: ColumnPlan, cells: Cells, group: str = "") -> Judgement:
    """How well a plan suits the cells of its column."""
    if not plan.targets:
        return Judgement(why=_told_by_values(catalogue, cells, group))
    if plan.split:
        return _judge_split(plan, cells)
    target = target_named(catalogue, plan.targets[0])
    field = field_of(catalogue, target)[1]
    ready = _ready(plan, cells)
    share, strange = share_of(catalogue, field, ready, group)
    named = _names(catalogue, plan.heading, target, group)
    near = not named and _nearness(catalogue, plan.heading, target, group) >= _NEAR
    told = f"{share:.0%} of the cells are {_kind_words(field)}" if share is not None else ""
    if not cells:
        told = "the column is blank"
    means = f"“{plan.heading}” means {field.label}" if named else ""
    if near:
        means = f"“{plan.heading}” is much like {field.label}"
    fit = 1.0 if share is None else share
    confidence = _confidence(fit, named=named, near=near, told=share is not None)
    grade: Grade = "unsure"
    if confidence >= _EXACT * 100 and named:
        grade = "exact"
    elif confidence >= _LIKELY * 100:
        grade = "likely"
    why = "; ".join(filter(None, (means, told))) or "chosen by you"
    return Judgement(grade, confidence, why, strange)


def _confidence(fit: float, *, named: bool, near: bool, told: bool) -> int:
    """A heading counts most; values alone count where they have a form of their own."""
    base = 1.0 if named else 0.85 if near else 0.8 if told else 0.4
    return round(100 * base * fit)


def share_of(
    catalogue: Catalogue, field: Field, cells: Cells, group: str = ""
) -> tuple[float | None, tuple[str, ...]]:
    """The share of cells that can be what the field holds, and those that cannot.

    None where anything can: for texts, and for people, who are known by the register alone.
    """
    if field.kind in (Kind.TEXT, Kind.PERSON):
        return None, ()
    wrong = [text for text in cells if not _suits(catalogue, field, text, group)]
    total = sum(cells.values())
    bad = sum(cells[text] for text in wrong)
    wrong.sort(key=lambda text: -cells[text])
    return (1 - bad / total if total else 1.0), tuple(wrong)


def _suits(catalogue: Catalogue, field: Field, text: str, group: str) -> bool:
    if text == CLEAR_WORD:
        return True
    if field.key == "contract_type":
        found = catalogue.type_from_words(group, text) or catalogue.type_from_words("", text)
        return found is not None or text in catalogue.types
    if field.kind is Kind.BODY:
        directory = catalogue.directory
        return any(directory.code_from_words(kind, text) for kind in field.body_kinds)
    if field.kind is Kind.DATE:
        orders = (DateOrder.DMY, DateOrder.MDY)
        return any(not isinstance(parse_date(text, order), Fault) for order in orders)
    if field.key == "ods_code":
        return is_ods_code(tidy_code(text))
    return not isinstance(parse_value(field, text), Fault)


def _ready(plan: ColumnPlan, cells: Cells) -> dict[str, int]:
    """The cells as the plan makes them: words put for words, texts that mean a blank left out."""
    found: dict[str, int] = {}
    for text, count in cells.items():
        made = plan.words.get(text, text)
        if made and made not in plan.blanks:
            found[made] = found.get(made, 0) + count
    return found


def _judge_split(plan: ColumnPlan, cells: Cells) -> Judgement:
    """A way to cut suits where the cells give more than one piece."""
    pieces = [TAKES[f"{plan.split}.{name}"] for name in SPLITS[plan.split].pieces]
    whole = [text for text in cells if sum(bool(piece(text)) for piece in pieces) < 2]
    total = sum(cells.values())
    share = 1 - sum(cells[text] for text in whole) / total if total else 1.0
    grade: Grade = "likely" if share >= _LIKELY else "unsure"
    why = f"{share:.0%} of the cells have more than one part"
    return Judgement(grade, round(100 * share), why, tuple(whole))


def _kind_words(field: Field) -> str:
    return "known types" if field.key == "contract_type" else _KINDS[field.kind]


def _group(catalogue: Catalogue, columns: Iterable[Cells]) -> str:
    """The group of the column that holds contract types, whatever it is called; "" for none."""
    field = catalogue.fields["contract_type"]
    for cells in columns:
        share, _ = share_of(catalogue, field, cells)
        if cells and share is not None and share >= _SURE_VALUES:
            return group_of_types(catalogue, cells)
    return ""


def _names(catalogue: Catalogue, heading: str, target: str, group: str) -> bool:
    offers = header_words(catalogue, group).get(bare_words(heading), ())
    return target in [name for name, _ in offers]


def _nearness(catalogue: Catalogue, heading: str, target: str, group: str) -> float:
    bare = bare_words(heading)
    known = header_words(catalogue, group).items()
    words = [word for word, offers in known if target in [name for name, _ in offers]]
    return max((_alike(bare, word) for word in words), default=0.0)


def _alike(heading: str, word: str) -> float:
    """How alike two bare headings are: 1 the same; a longer one that ends in the other counts.

    Those that cannot be near are not measured, which takes most of the time: they are 0.
    """
    if len(word) >= _SHORTEST and heading.endswith(word):
        return 0.6 + 0.4 * len(word) / len(heading)
    pair = difflib.SequenceMatcher(None, heading, word)
    near = pair.real_quick_ratio() >= _NEAR and pair.quick_ratio() >= _NEAR
    return pair.ratio() if near else 0.0


def _drop_contradicted(
    catalogue: Catalogue, group: str, columns: Sequence[Cells], assigned: dict[int, str]
) -> None:
    """Do not believe a heading whose cells are something else: "PCode" over practice codes."""
    for place, target in list(assigned.items()):
        field = field_of(catalogue, target)[1]
        share, _ = share_of(catalogue, field, columns[place], group)
        if columns[place] and share is not None and share < _CONTRADICTED:
            del assigned[place]


def _by_near_headings(
    catalogue: Catalogue,
    group: str,
    names: Sequence[str],
    columns: Sequence[Cells],
    assigned: dict[int, str],
) -> None:
    """Give columns whose heading is much like a known one its target, where their cells suit."""
    taken = set(assigned.values())
    offers = []
    words = header_words(catalogue, group)
    for place, name in enumerate(names):
        bare = bare_words(name)
        if place in assigned or not bare or bare in words:
            continue
        for word, targets in words.items():
            alike = _alike(bare, word)
            if alike >= _NEAR:
                offers += [
                    (-alike, choice, rank, place, target)
                    for choice, (target, rank) in enumerate(targets)
                ]
    for *_, place, target in sorted(offers):
        if place in assigned or target in taken:
            continue
        share, _ = share_of(catalogue, field_of(catalogue, target)[1], columns[place], group)
        if share is None or share >= _SURE_VALUES:
            assigned[place] = target
            taken.add(target)


def _by_values(
    catalogue: Catalogue, group: str, columns: Sequence[Cells], assigned: dict[int, str]
) -> None:
    for target in _BY_VALUES:
        if target in assigned.values():
            continue
        field = field_of(catalogue, target)[1]
        places = [p for p, cells in enumerate(columns) if cells and p not in assigned]
        found = [p for p in places if _tells(catalogue, target, field, columns[p], group)]
        if len(found) == 1:
            assigned[found[0]] = target


def _tells(catalogue: Catalogue, target: str, field: Field, cells: Cells, group: str) -> bool:
    """Whether cells can hardly be anything else: ODS codes of three signs could be anything."""
    if target == "contract.ods_code":
        good = sum(count for text, count in cells.items() if _CONTRACTOR.fullmatch(text.upper()))
        return good >= _SURE_VALUES * sum(cells.values())
    share, _ = share_of(catalogue, field, cells, group)
    # Half of the words for types are a PCT's own, and nothing else has such words.
    return share is not None and share >= (_LIKELY if target == _TYPE else _SURE_VALUES)


def _told_by_values(catalogue: Catalogue, cells: Cells, group: str) -> str:
    """What the cells of a column that is not taken look like."""
    if not cells:
        return "the column is blank"
    for key in ("start_date", "contract_type", "pct_code"):
        field = catalogue.fields[key]
        share, _ = share_of(catalogue, field, cells, group)
        if share is not None and share >= _SURE_VALUES:
            return f"{share:.0%} of the cells are {_kind_words(field)}"
    return ""


def _are_addresses(cells: Cells) -> bool:
    total = sum(cells.values())
    whole = sum(n for text, n in cells.items() if cut_address(text)[0] and cut_address(text)[-1])
    return total > 0 and whole >= _SURE_VALUES * total
