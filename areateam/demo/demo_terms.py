"""Likely terms for an invented contract of each group; what its type lacks is left out later."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from areateam.core.fields import Value
from areateam.demo.demo_recipe import Draft, Draw

GLOBAL_SUM_PENCE = 6459
"""For each weighted patient in 2012/13."""
QOF_POINT_PENCE = 13351
"""For each point of a practice of average size in 2012/13."""
_AVERAGE_LIST = 6911

Terms = dict[str, Value]


def draw_terms(draw: Draw, kind: str, draft: Draft) -> Terms:
    """Terms by field key, and the contract's annual value under "annual_value"."""
    return _MAKERS[kind](draw, draft)


def _surgery(draw: Draw, draft: Draft) -> Terms:
    partners = draw.between(1, 7)
    patients = partners * draw.between(1450, 2150) + draw.between(0, 900)
    weighted = patients * draw.between(9100, 11200) // 100
    points = draw.between(87000, 99950)
    qof = points * QOF_POINT_PENCE // 100 * patients // _AVERAGE_LIST
    global_sum = weighted * GLOBAL_SUM_PENCE // 100
    extra = draw.between(8_000, 95_000) * 100
    branches = draw.one([0, 0, 0, 0, 1, 1, 2])
    terms: Terms = {
        "list_raw": patients,
        "list_weighted": weighted,
        "list_status": "open" if draw.chance(95) else "informal",
        "qof_points": points,
        "qof_gbp": qof,
        "global_sum_gbp": global_sum,
        "mpig_gbp": extra if draw.chance(60) else 0,
        "pms_premium_gbp": extra,
        "outlier_count": draw.one([0, 0, 0, 1, 1, 2, 3]),
        "gp_core_hours": "Mon to Fri 08:00 to 18:30",
        "extended_hours": draw.one([0, 60, 90, 120, 150, 180]),
        "ooh_opted_out": 1 if draw.chance(96) else 0,
        "opted_out_services": "Out-of-hours services",
        "des_list": "; ".join(draw.some(draw.words["services"], 3)),
        "les_list": "; ".join(draw.some(draw.words["local"], 2)),
        "dispensing": 1 if draw.chance(9) else 0,
        "training_practice": 1 if draw.chance(28) else 0,
        "branch_count": branches,
        "partners": "; ".join(dict.fromkeys(f"Dr {draw.person()}" for _ in range(partners))),
        "inner_boundary": f"{draft.town.name} and the villages around it",
        **_rent(draw),
    }
    keys = {field.key for field in draft.type.fields}
    premium = "pms_premium_gbp" if "pms_premium_gbp" in keys else "mpig_gbp"
    terms["annual_value"] = global_sum + qof + int(terms[premium] or 0)
    return terms


def _rent(draw: Draw) -> Terms:
    kind = draw.one(["actual", "cost", "notional", "notional", "none"])
    if kind == "none":
        return {"premises_rent_type": kind}
    reviewed = draw.between(2009, 2012)
    month = draw.between(1, 10)
    return {
        "premises_rent_type": kind,
        "rent_gbp": draw.between(9_000, 140_000, 250) * 100,
        "last_rent_review": f"{reviewed}-{month:02}-01",
        "next_rent_review": f"{reviewed + 3}-{month:02}-01",
        "lease_end": f"{draw.between(2014, 2032)}-03-24",
        "abatement_pct": draw.one([0, 0, 0, 500, 1000]),
    }


def _dentist(draw: Draw, _: Draft) -> Terms:
    units = draw.between(2_400, 29_000, 50)
    price = draw.between(2_280, 2_990, 5)
    share = draw.between(4_190, 6_200)
    return {
        **dental_figures(units, price, units * share // 10_000),
        "carry_in_units": draw.one([0, 0, 0, -12_000, 8_500, 21_000]),
        "patients_24m": units * draw.between(38, 52) // 100,
        "patient_charge_gbp": units * draw.between(480, 620),
        "domiciliary_cot": draw.one([0, 0, 0, 12, 40]),
        "sedation_cot": draw.one([0, 0, 0, 0, 25, 60]),
        "child_only": 1 if draw.chance(6) else 0,
        "ft_uda": draw.one([0, 0, 0, 0, 1_875]),
        "late_fp17_pct": draw.between(0, 480),
        "withheld_gbp": 0,
        "clawback_gbp": 0 if draw.chance(80) else draw.between(900, 24_000) * 100,
    }


def dental_figures(units: int, price: int, delivered: int) -> Terms:
    """Units contracted and delivered from April to September, their price, and what it makes."""
    return {
        "uda_contracted": units,
        "uda_value_gbp": price,
        "uda_delivered_h1": delivered * 100,
        "uda_delivered_month": delivered * 100 // 5,
        "annual_value": units * price,
    }


def orthodontic_figures(draw: Draw) -> Terms:
    """Mostly orthodontic units beside a few general ones."""
    orthodontic = draw.between(1_200, 9_500, 25)
    price = draw.between(5_400, 6_600, 5)
    general = dental_figures(draw.between(120, 900, 10), draw.between(2_300, 2_700, 5), 0)
    units = int(general["uda_contracted"] or 0)
    general["uda_delivered_h1"] = units * draw.between(45, 58)
    general["uda_delivered_month"] = int(general["uda_delivered_h1"] or 0) // 6
    general["annual_value"] = int(general["annual_value"] or 0) + orthodontic * price
    return {**general, "uoa_contracted": orthodontic, "uoa_value_gbp": price, "child_only": 0}


def _chemist(draw: Draw, draft: Draft) -> Terms:
    long_hours = draw.chance(6)
    items = draw.between(1_400, 14_500)
    return {
        "hundred_hours": int(long_hours),
        "pharmacy_core_hours": "100" if long_hours else "40",
        "supplementary_hours": draw.one(["0", "4", "8", "8", "9½", "12½"]),
        "bank_holiday_direction": int(draw.chance(12)),
        "controlled_locality": int(draw.chance(14)),
        "conditions": "Open 100 hours each week" if long_hours else None,
        "pna_locality": draft.town.name,
        "items_month": items,
        "mur_count_year": draw.between(20, 390),
        "nms_count": draw.between(0, 160),
        "enhanced_list": "; ".join(draw.some(draw.words["enhanced"], 3)),
        "owner": draw.one(draw.words["owners"]),
        "superintendent": draw.person(),
        "gphc_no": f"99{draw.between(10_000, 99_999)}",
        "cpaf_score": draw.between(58, 99),
        "cpaf_visit": draw.day(2011, 2011),
        "annual_value": items * 12 * 90 + draw.between(20_000, 26_000) * 100,
    }


def _optician(draw: Draw, draft: Draft) -> Terms:
    tests = draw.between(300, 5_600)
    vouchers = tests * draw.between(28, 44) // 100
    mobile = draft.terms.get("premises_or_mobile") == "mobile"
    visited = draw.between(2009, 2011)
    return {
        "gos1_count": tests,
        "gos3_count": vouchers,
        "gos4_count": vouchers * draw.between(4, 11) // 100,
        "gos5_count": draw.between(0, 30),
        "gos6_count": draw.between(40, 900) if mobile else 0,
        "voucher_gbp": vouchers * draw.between(4_100, 5_300),
        "visit_notices": draw.between(6, 80) if mobile else 0,
        "late_notices": draw.between(0, 5) if mobile else 0,
        "substitutions": draw.between(0, 4) if mobile else 0,
        "ppv_last": draw.day(2010, 2011),
        "ppv_error_pct": draw.between(0, 620),
        "ppv_recovered_gbp": draw.one([0, 0, 0, draw.between(100, 4_000) * 100]),
        "compliance_last": f"{visited}-{draw.between(1, 12):02}-15",
        "compliance_next": f"{visited + 3}-{draw.between(1, 12):02}-15",
        "complaint_return": "2012-06-30" if draw.chance(80) else None,
        "annual_value": tests * 2_090,
    }


_MAKERS: Mapping[str, Callable[[Draw, Draft], Terms]] = {
    "surgery": _surgery,
    "dentist": _dentist,
    "chemist": _chemist,
    "optician": _optician,
}
