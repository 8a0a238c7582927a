"""Who looks after the invented contracts, and what the recipe states of single ones."""

from __future__ import annotations

from areateam.demo.demo_recipe import Draft, Draw, Recipe
from areateam.demo.demo_terms import dental_figures

_UNMANAGED = 12


def set_dental_figures(recipe: Recipe, drafts: list[Draft]) -> None:
    """Put in the figures that the recipe states, and leave no other contract under 30%."""
    by_name = {draft.name: draft for draft in drafts}
    for number, name, _, ends, units, price, delivered, _ in recipe["dental"]["named"]:
        draft = by_name[name]
        draft.values["contract_no"] = number
        draft.values["end_date"] = ends or None
        if number in recipe["dental"]["starts"]:
            draft.values["start_date"] = recipe["dental"]["starts"][number]
        if number in recipe["dental"]["decided"]:
            draft.values["decision"] = recipe["dental"]["decided"][number]
            draft.values["decision_date"] = "2012-07-17"
        draft.values["notice_months"] = recipe["dental"]["notice_months"].get(number)
        _state(draft, units, price, delivered)
    first = recipe["dental"]["named"][0][1]
    group = by_name[first].group
    usual = by_name[first].type
    plain = [d for d in drafts if d.group == group and d.type is usual and not d.is_named]
    for pct, units, price, delivered in recipe["dental"]["under"]:
        draft = next(d for d in plain if d.pct == pct)
        plain.remove(draft)
        draft.is_named = True
        _state(draft, units, price, delivered)


def _state(draft: Draft, units: int, price: int, delivered: int) -> None:
    figures = dental_figures(units, price, delivered)
    draft.values["annual_value_pence"] = figures.pop("annual_value")
    draft.terms |= figures
    draft.terms["patients_24m"] = units * 44 // 100


def share_out(recipe: Recipe, draw: Draw, drafts: list[Draft]) -> None:
    """Give contracts their managers by name and their signed copies."""
    dental_key = next(g["key"] for g in recipe["group"] if g["kind"] == "dentist")
    dental = [draft for draft in drafts if draft.group == dental_key]
    _share_managers(recipe, draw, drafts, dental)
    _set_copies(recipe, draw, [d for d in dental if d.pct == recipe["dental"]["pct"]])
    for draft in drafts:
        if draft.values["signed_copy"] in ("found", "superseded"):
            draft.values["signed_on"] = draft.values["start_date"]


def _share_managers(recipe: Recipe, draw: Draw, drafts: list[Draft], dental: list[Draft]) -> None:
    stated = {str(row[1]): str(row[-1]) for row in recipe["dental"]["named"]}
    for draft in drafts:
        team = recipe["managers"][draft.group][draft.pct]
        draft.values["manager"] = stated.get(draft.name) or draw.one(team)
    one = recipe["dental"]["one_manager"]
    others = [draft for draft in dental if draft.name not in stated]
    more = one["contracts"] - list(stated.values()).count(one["name"])
    for draft in draw.random.sample(others, more):
        draft.values["manager"] = one["name"]
    group = dental[0].group
    rest = [draft for draft in drafts if draft.group != group]
    for draft in draw.random.sample(rest, _UNMANAGED):
        draft.values["manager"] = None


def _set_copies(recipe: Recipe, draw: Draw, held: list[Draft]) -> None:
    """So many unsigned and missing copies as the recipe says, the rest found."""
    for draft in held:
        draft.values["signed_copy"] = "found"
    signed = recipe["dental"]["signed"]
    plain = [draft for draft in held if not draft.is_named]
    picked = draw.random.sample(plain, sum(signed.values()))
    states = [state for state, count in signed.items() for _ in range(count)]
    for draft, state in zip(picked, states, strict=True):
        draft.values["signed_copy"] = state
