"""What happened to the invented contracts from 3 September to 1 November 2012, step by step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from areateam.core.dates import add_months
from areateam.core.fields import Value
from areateam.demo.demo_recipe import Draft, Draw, Recipe

DELIVERY_IMPORT = "Import UDA delivery"


@dataclass(frozen=True, slots=True)
class Edit:
    """One value of one contract before and after; `key` names a column or a term."""

    draft: Draft
    key: str
    before: Value
    after: Value


@dataclass
class Step:
    """One labelled write at a moment by somebody; `notes` are (contract, text)."""

    at: str
    user: str
    label: str
    edits: list[Edit] = field(default_factory=list)
    notes: list[tuple[Draft, str]] = field(default_factory=list)


def steps_of(recipe: Recipe, draw: Draw, drafts: list[Draft]) -> list[Step]:
    """Every step after the first imports and before the last one, oldest first.

    The drafts hold what stands at the end; `begin_with` takes them back to the beginning.
    """
    by_no = {str(d.values["contract_no"]): d for d in drafts}
    dental = recipe["dental"]
    found = by_no[dental["found_late"]["no"]]
    found.values["signed_on"] = dental["found_late"]["signed_on"]
    steps = [
        _file_notes(recipe, draw, drafts),
        Step(
            "2012-09-03T09:40:00",
            "R. Osei",
            f"Change signed copy of {dental['found_late']['no']}",
            [
                Edit(found, "signed_copy", "unsigned", "found"),
                Edit(found, "signed_on", None, found.values["signed_on"]),
            ],
        ),
        _list_sizes(draw, drafts),
        _assign(dental, draw, drafts),
        _visits(draw, drafts),
        _declarations(draw, drafts),
        _decisions(drafts),
        *_single_notes(recipe, draw, drafts),
        _suspensions(drafts),
        _delivery(dental, drafts),
        *_since_last_looked(drafts),
    ]
    return sorted(steps, key=lambda step: step.at)


def begin_with(steps: Iterable[Step]) -> None:
    """Put every edited value back to what it was before the first step."""
    for step in reversed(list(steps)):
        for edit in step.edits:
            set_value(edit.draft, edit.key, edit.before)


def set_value(draft: Draft, key: str, value: Value) -> None:
    """Set a column's value or a term; a term without a value is not kept."""
    if key in draft.values or key in _COLUMNS:
        draft.values[key] = value
    elif value is None:
        draft.terms.pop(key, None)
    else:
        draft.terms[key] = value


_COLUMNS = frozenset(
    {"signed_on", "suspended_from", "suspended_to", "decision", "decision_date", "last_visit",
     "next_visit", "declaration_received"}
)  # fmt: skip


def _plain(drafts: list[Draft], key: str = "") -> list[Draft]:
    return [d for d in drafts if not d.is_named and not d.is_new and (not key or key in d.terms)]


def _file_notes(recipe: Recipe, draw: Draw, drafts: list[Draft]) -> Step:
    chosen = draw.random.sample(_plain(drafts), 48)
    notes = [(draft, draw.one(recipe["words"]["notes"])) for draft in chosen]
    label = f"Add {len(notes)} notes from the PCTs' files"
    return Step("2012-09-03T09:28:00", "R. Osei", label, notes=notes)


def _list_sizes(draw: Draw, drafts: list[Draft]) -> Step:
    chosen = draw.random.sample(_plain(drafts, "list_raw"), 9)
    edits = []
    for draft in chosen:
        now = int(draft.terms["list_raw"] or 0)
        edits.append(Edit(draft, "list_raw", now - draw.between(-90, 140), now))
    return Step("2012-09-11T14:20:00", "D. Achebe", "Change patients of 9 contracts", edits)


def _assign(dental: Recipe, draw: Draw, drafts: list[Draft]) -> Step:
    old, new, count = (dental["assigned"][key] for key in ("from", "to", "count"))
    theirs = [
        d
        for d in drafts
        if "uda_contracted" in d.terms and d.pct == dental["pct"] and d.values["manager"] == new
    ]
    named = [d for d in theirs if d.values["contract_no"] == dental["found_late"]["no"]]
    others = [d for d in theirs if d not in named]
    chosen = named + draw.random.sample(others, count - len(named))
    edits = [Edit(draft, "manager", old, new) for draft in chosen]
    return Step("2012-09-18T10:12:00", old, f"Assign {count} contracts", edits)


def _visits(draw: Draw, drafts: list[Draft]) -> Step:
    edits = []
    for draft in draw.random.sample(_plain(drafts), 12):
        day = f"2012-09-{draw.between(3, 21):02}"
        for key, value in (("last_visit", day), ("next_visit", add_months(day, 36))):
            edits.append(Edit(draft, key, draft.values.get(key), value))
            draft.values[key] = value
    return Step("2012-09-24T11:05:00", "L. Marsh", "Record 12 visits", edits)


def _declarations(draw: Draw, drafts: list[Draft]) -> Step:
    came = [
        d for d in _plain(drafts) if str(d.values.get("declaration_received") or "9") < "2012-10"
    ]
    chosen = draw.random.sample(came, 40)
    edits = [
        Edit(d, "declaration_received", None, d.values["declaration_received"]) for d in chosen
    ]
    return Step("2012-10-01T09:15:00", "M. Tranter", "Record 40 declarations", edits)


def _decisions(drafts: list[Draft]) -> Step:
    decided = [d for d in drafts if d.values.get("decision_date") == "2012-10-02"]
    edits = [
        Edit(draft, key, None, draft.values[key])
        for draft in decided
        for key in ("decision", "decision_date")
    ]
    label = f"Decide about {len(decided)} contracts"
    return Step("2012-10-02T15:30:00", "R. Osei", label, edits)


def _single_notes(recipe: Recipe, draw: Draw, drafts: list[Draft]) -> list[Step]:
    moments = [
        ("2012-09-06T10:02:00", "D. Achebe"), ("2012-09-13T15:41:00", "P. Nunn"),
        ("2012-09-20T09:12:00", "J. Patel"), ("2012-09-27T11:33:00", "S. Whitlock"),
        ("2012-10-05T16:20:00", "L. Marsh"), ("2012-10-11T14:08:00", "R. Osei"),
        ("2012-10-17T10:46:00", "D. Achebe"), ("2012-10-25T09:31:00", "J. Patel"),
        ("2012-10-29T11:40:00", "P. Nunn"),
    ]  # fmt: skip
    steps = []
    for at, user in moments:
        draft = draw.one(_plain([d for d in drafts if d.values["manager"] == user]))
        note = (draft, draw.one(recipe["words"]["notes"]))
        label = f"Add a note on {draft.values['contract_no']}"
        steps.append(Step(at, user, label, notes=[note]))
    return steps


def _suspensions(drafts: list[Draft]) -> Step:
    held = [d for d in drafts if d.values.get("suspended_from")]
    edits = [
        Edit(draft, key, None, draft.values[key])
        for draft in held
        for key in ("suspended_from", "suspended_to")
    ]
    return Step("2012-10-22T16:48:00", "P. Nunn", f"Suspend {len(held)} contracts", edits)


def _delivery(dental: Recipe, drafts: list[Draft]) -> Step:
    """The six months' figures take the place of those for five."""
    edits = []
    for draft in drafts:
        if "uda_delivered_h1" in draft.terms:
            number = str(draft.values["contract_no"])
            after = int(draft.terms["uda_delivered_h1"] or 0)
            stated = dental["earlier"].get(number)
            before = stated * 100 if stated else after * 84 // 10_000 * 100
            edits.append(Edit(draft, "uda_delivered_h1", before, after))
            month = dental["by_month"].get(number)
            if month:
                draft.terms["uda_delivered_month"] = month * 100
    return Step("2012-10-30T16:05:00", "R. Osei", DELIVERY_IMPORT, edits)


def _since_last_looked(drafts: list[Draft]) -> list[Step]:
    spire = next(d for d in drafts if d.name.startswith("Spire"))
    closed = next(d for d in _plain(drafts, "list_raw") if not d.values.get("end_date"))
    before = "2013-01-14"
    closed.terms |= {
        "list_status": "closed", "closed_from": "2012-07-14", "reopens_on": "2013-01-21",
    }  # fmt: skip
    shop = next(d for d in _plain(drafts, "owner") if d.values["manager"] == "J. Patel")
    return [
        Step(
            "2012-10-30T16:58:00",
            "R. Osei",
            f"{spire.name}: plan agreed",
            notes=[(spire, "Mid-year plan agreed: two more sessions a week from 12 November.")],
        ),
        Step(
            "2012-10-31T10:22:00",
            "J. Patel",
            f"Change next visit of {shop.values['contract_no']}",
            [Edit(shop, "next_visit", shop.values.get("next_visit"), _moved(shop))],
        ),
        Step(
            "2012-10-31T14:25:00",
            "L. Marsh",
            f"{closed.values['ods_code']}: closure moved 7 days",
            [Edit(closed, "reopens_on", before, closed.terms["reopens_on"])],
        ),
    ]


def _moved(draft: Draft) -> Value:
    draft.values["next_visit"] = "2012-11-27"
    return draft.values["next_visit"]
