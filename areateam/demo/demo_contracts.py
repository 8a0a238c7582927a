"""The invented contracts of the demo register, as they stood on its day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from areateam.catalogue.catalogue import Catalogue
from areateam.core.dates import add_months
from areateam.core.fields import Value
from areateam.demo.demo_names import draw_name
from areateam.demo.demo_recipe import Draft, Draw, Recipe, Town, towns_of
from areateam.demo.demo_shares import set_dental_figures, share_out
from areateam.demo.demo_terms import draw_terms, orthodontic_figures

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def draw_contracts(recipe: Recipe, draw: Draw, catalogue: Catalogue) -> list[Draft]:
    """Every contract, group by group and PCT by PCT, the named ones first in their PCT."""
    named = list(_named(recipe))
    for _, _, name, _ in named:
        draw.take(name)
    towns = towns_of(recipe)
    drafts: list[Draft] = []
    for group in recipe["group"]:
        made = [
            draft
            for pct, places in towns.items()
            for draft in _of_pct(draw, catalogue, group, places, [n for n in named if n[1] == pct])
        ]
        for number, draft in enumerate(made):
            _fill(draw, group, draft, number, recipe["stands_at"])
        drafts += made
    set_dental_figures(recipe, drafts)
    share_out(recipe, draw, drafts)
    return drafts


def _named(recipe: Recipe) -> Iterator[tuple[str, str, str, str]]:
    """Group, PCT, name and type of each contract that the recipe names."""
    by_kind = {group["kind"]: group["key"] for group in recipe["group"]}
    for _, name, type_key, *_ in recipe["dental"]["named"]:
        yield by_kind["dentist"], recipe["dental"]["pct"], name, type_key
    for pct, name, type_key in recipe["gp"]["named"]:
        yield by_kind["surgery"], pct, name, type_key
    listed = recipe["pharmacy_list"]
    usual = next(g for g in recipe["group"] if g["kind"] == "chemist")["types"][0]["key"]
    held = [(n, p) for _, _, n, p, *_ in listed["held"] if n not in listed["same_as"]]
    plain = [*listed["same"], *listed["absent"], *held, (listed["twice"], recipe["dental"]["pct"])]
    plain += [(name, pct) for _, name, pct, *_ in listed["changed"]]
    for name, pct in plain:
        yield by_kind["chemist"], pct, name, usual
    for _, name, pct, type_key in listed["new"]:
        yield by_kind["chemist"], pct, name, type_key


def _of_pct(
    draw: Draw,
    catalogue: Catalogue,
    group: dict[str, Any],
    towns: list[Town],
    named: list[tuple[str, str, str, str]],
) -> Iterator[Draft]:
    pct = towns[0].pct
    left = {kind["key"]: kind["count"][pct] for kind in group["types"]}
    for key, _, name, type_key in named:
        if key == group["key"]:
            left[type_key] -= 1
            town = next((t for t in towns if name.startswith(t.name)), None) or draw.one(towns)
            draft = Draft(key, catalogue.types[type_key], town, name, "{} " + name, is_named=True)
            draft.values["party_type"] = _party_of_name(draft)
            yield draft
    for kind in group["types"]:
        for _ in range(left[kind["key"]]):
            town = draw.one(towns)
            party = kind.get("party") or _party(draw, group["kind"])
            pattern, word, by_person = draw_name(draw, group["kind"], town, party)
            name = pattern.format(word)
            draft = Draft(
                group["key"], catalogue.types[kind["key"]], town, name, pattern, by_person
            )
            draft.values["party_type"] = party
            yield draft


def _party(draw: Draw, kind: str) -> str:
    if kind == "surgery":
        return "partnership" if draw.chance(84) else "individual"
    if kind == "dentist":
        return str(draw.one(["individual", "individual", "partnership", "company", "partnership"]))
    return "company" if draw.chance(78) else "individual"


def _party_of_name(draft: Draft) -> str:
    if draft.name.endswith(" Ltd"):
        return "company"
    if draft.name.startswith(("Mr ", "Mrs ", "Miss ")):
        return "individual"
    return "partnership"


def _fill(draw: Draw, group: dict[str, Any], draft: Draft, number: int, day: date) -> None:
    """Give a draft its codes, dates, terms, site and people."""
    values = draft.values
    recipe_type = next(kind for kind in group["types"] if kind["key"] == draft.type.key)
    draft.terms |= recipe_type["terms"]
    terms = draw_terms(draw, group["kind"], draft)
    if recipe_type.get("units"):
        terms |= orthodontic_figures(draw)
    terms |= {"premises": None, "document_ref": f"Cabinet {draw.between(1, 9)}, {number + 1:04}"}
    values["contract_no"] = str(group["first_no"] + number * group["step"])
    values["ods_code"] = _code(group["codes"], number + 1)
    values["start_date"] = _start(draw, group["kind"])
    values["annual_value_pence"] = terms.pop("annual_value")
    values["recurrent"] = 1
    rules = draft.type.rules_on(day)
    terms["regulation_set"] = rules.short if rules else None
    _set_assurance(draw, group["kind"], values)
    if draw.chance(94):
        values["nhs_contract_status"] = int(draw.chance(70))
    values["ccg_code"] = draft.town.ccg
    values["hwb_code"] = draft.town.council
    _place(draw, draft)
    keep(draft, {**terms, **draft.terms})
    _add_people(draw, group["kind"], draft)


def keep(draft: Draft, terms: Mapping[str, Value]) -> None:
    """Take as the draft's terms what its type has a field for."""
    keys = {field.key for field in draft.type.fields if field.editable and not field.column}
    draft.terms = {k: v for k, v in terms.items() if k in keys and v is not None and v != ""}


def _code(prefix: str, number: int) -> str:
    """A code of the group's kind: digits after a practice's letter, signs after a pharmacy's."""
    if prefix[-1].isdigit():
        return f"{prefix}{number:0{6 - len(prefix)}}"
    if len(prefix) == 2:
        high, low = divmod(number, len(_ALPHABET))
        return f"{prefix}{_ALPHABET[10 + high // 10]}{high % 10}{_ALPHABET[low]}"
    high, low = divmod(number, len(_ALPHABET))
    return f"{prefix}{_ALPHABET[high]}{_ALPHABET[low]}"


def _start(draw: Draw, kind: str) -> str:
    if kind == "dentist":
        return draw.day(2007, 2010) if draw.chance(25) else "2006-04-01"
    if kind == "surgery":
        return draw.day(2006, 2011) if draw.chance(20) else "2004-04-01"
    if kind == "optician":
        return draw.day(2009, 2011) if draw.chance(25) else "2008-08-01"
    return draw.day(2006, 2011) if draw.chance(30) else "2005-04-01"


def _set_assurance(draw: Draw, kind: str, values: dict[str, Value]) -> None:
    registered = {"surgery": "applied", "dentist": "registered"}.get(kind, "not_required")
    values["cqc_status"] = registered
    if registered == "registered":
        values["cqc_no"] = f"1-9{draw.between(10_000_000, 99_999_999)}"
        values["cqc_status"] = "conditions" if draw.chance(3) else registered
    values["insurance_expiry"] = (
        f"{2012 if draw.chance(15) else 2013}-{draw.between(9, 12):02}-{draw.between(1, 28):02}"
    )
    values["declaration_due"] = "2012-10-31"
    if draw.chance(83):
        values["declaration_received"] = f"2012-{draw.between(9, 10):02}-{draw.between(1, 28):02}"
    visited = draw.day(2010, 2011)
    if draw.chance(80):
        values["last_visit"] = visited
        values["next_visit"] = add_months(visited, 36)
    values["review_date"] = f"2013-{draw.between(1, 9):02}-{draw.between(1, 28):02}"
    values["risk_score"] = draw.one([1, 2, 2, 3, 3, 4, 4, 6, 6, 8, 9, 12, 15, 16, 20])
    values["conformance"] = "sent" if draw.chance(8) else "not_started"
    values["signed_copy"] = (
        "found" if draw.chance(82) else draw.one(["unsigned", "missing", "superseded"])
    )


def _place(draw: Draw, draft: Draft) -> None:
    """The main site, the contractor behind it, and branch surgeries."""
    draft.site = _site(draw, draft, draft.name, "main")
    draft.site["ods_code"] = draft.values["ods_code"]
    draft.site["practice_code"] = draft.values["ods_code"]
    mail = "".join(sign for sign in draft.name.casefold() if sign.isascii() and sign.isalnum())
    draft.site["email"] = f"office@{mail[:40]}.example.org"
    draft.contractor["name"] = draft.name
    draft.contractor |= {key: draft.site[key] for key in ("phone", "email")}
    if draft.values["party_type"] in ("company", "dental_corporation"):
        draft.contractor["company_no"] = f"99{draw.between(100_000, 999_999)}"
    mobile = draft.terms.get("premises_or_mobile") == "mobile"
    draft.site["site_kind"] = "mobile" if mobile else "main"


def add_branches(draw: Draw, draft: Draft, towns: Mapping[str, list[Town]]) -> None:
    """Give a practice as many branch surgeries as its terms say."""
    for number in range(int(draft.terms.get("branch_count") or 0)):
        town = draw.one(towns[draft.pct])
        branch = _site(draw, draft, f"{town.name} branch of {draft.name}", "branch", town)
        branch["ods_code"] = f"{draft.values['ods_code']}{number + 1:03}"
        branch["practice_code"] = draft.values["ods_code"]
        draft.branches.append(branch)


def _site(
    draw: Draw, draft: Draft, name: str, kind: str, town: Town | None = None
) -> dict[str, Value]:
    place = town or draft.town
    street = str(draw.one(draw.words["streets"]))
    if not street.endswith(("Road", "Lane", "Street", "Place")):
        street += f" {draw.one(draw.words['roads'])}"
    return {
        "name": name,
        "site_kind": kind,
        "address_1": f"{draw.between(1, 180)} {street}",
        "address_3": place.name,
        "address_4": "Nottinghamshire" if place.sector.startswith("NG") else "Derbyshire",
        "postcode": draw.postcode(place),
        "phone": draw.phone(),
    }


def _add_people(draw: Draw, kind: str, draft: Draft) -> None:
    if kind == "surgery":
        partners = str(draft.terms.get("partners", "")).split("; ")
        draft.people += [(name, "GP", "Partner") for name in partners if name]
        draft.people.append((draw.person(), "Practice manager", "Practice manager"))
    elif kind == "dentist":
        for _ in range(draw.between(1, 3)):
            draft.people.append((draw.person(), "Dentist", "Performer"))
    elif kind == "chemist" and (chief := draft.terms.get("superintendent")):
        draft.people.append((str(chief), "Pharmacist", "Superintendent"))
    elif kind == "optician":
        draft.people.append((draw.person(), "Optometrist", "Performer"))
