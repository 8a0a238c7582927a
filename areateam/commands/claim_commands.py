"""Commands about where values are from: claims, precedence, and the list of disputed fields."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from areateam.commands.output import give, say, table
from areateam.contracts.contract_views import contract_id_of, ref_of
from areateam.core.problems import UserProblem
from areateam.imports.claim_views import FieldClaims, contract_claims, unit_label
from areateam.imports.order_views import disputed, field_orders, preview_order, previews
from areateam.imports.precedence_actions import checked_sources, derive, set_order
from areateam.imports.units import unit_named
from areateam.office import Office

_SHOWN = 20
_LETTERS = {"contract": "C", "site": "S", "contractor": "K", "body": "O"}


def run_claims(office: Office, options: Namespace) -> int:
    """Everything that was stated of a contract, its site and its contractor; what stands, why."""
    connection = office.store.connection
    found = contract_id_of(connection, options.ref)
    fields = contract_claims(connection, office.catalogue, found, options.field)
    rows = [row for claims in fields.values() for row in _claim_rows(claims)]
    for claims in fields.values():
        say(options, f"{claims.label}{' (disputed)' if claims.disputed else ''}")
        for claim in claims.claims:
            mark = "*" if claim.wins else " "
            words = f" {mark} {claim.shown}  {claim.said_by}, {claim.place}. {claim.why}"
            say(options, words.rstrip())
    give(options, {"ref": ref_of(found), "rows": rows, "total": len(rows)})
    return 0


def _claim_rows(claims: FieldClaims) -> list[dict[str, Any]]:
    return [
        {
            "field": claims.unit.name,
            "value": claim.value,
            "source": claim.source,
            "file": claim.file,
            "line": claim.line,
            "batch": claim.batch,
            "at": claim.at,
            "who": claim.who,
            "wins": claim.wins,
            "why": claim.why,
        }
        for claim in claims.claims
    ]


def run_precedence(office: Office, options: Namespace) -> int:
    """Show, set or apply the orders in which sources count."""
    doing = {"list": _list_orders, "set": _set_order, "derive": _derive}[options.doing]
    return doing(office, options)


def _list_orders(office: Office, options: Namespace) -> int:
    found = field_orders(office.store.connection, office.catalogue)
    rows = [
        {
            "field": each.unit.name,
            "order": list(each.order.sources),
            "own": each.order.ours,
            "why": each.order.why,
            "sources": [source.key for source in each.sources],
            "disputed": each.disputed,
        }
        for each in found
    ]
    cells = [[each.unit.name, str(each.disputed), " > ".join(each.order.sources)] for each in found]
    say(options, table(["Field", "Disputed", "Order"], cells, [False, True, False]))
    give(options, {"rows": rows, "total": len(rows)})
    return 0


def _set_order(office: Office, options: Namespace) -> int:
    """Set the order of one field; `reset` instead of sources takes the register's own away."""
    if not options.field or not options.sources:
        raise UserProblem("order-incomplete")
    unit = unit_named(office.catalogue, options.field)
    given = [part for text in options.sources for part in text.split(">")]
    connection = office.store.connection
    sources = checked_sources(connection, unit, given)
    if options.dry_run:
        preview = preview_order(connection, office.catalogue, unit.name, sources)
        for effect in preview.first[:_SHOWN]:
            say(options, f"{effect.name}: {effect.before} -> {effect.after}")
        say(options, f"{preview.count:,} would change")
        give(options, {"field": unit.name, "order": list(sources), "changes": preview.count,
                       "operation": None})  # fmt: skip
        return 0
    words = ", then ".join(sources) or "no order of its own"
    written = office.write(
        f"{unit_label(unit)}: {words}",
        lambda write: set_order(write, office.catalogue, unit.name, sources),
    )
    say(options, f"{written.result:,} changed")
    give(options, {"field": unit.name, "order": list(sources), "changes": written.result,
                   "operation": written.operation})  # fmt: skip
    return 0


def _derive(office: Office, options: Namespace) -> int:
    """Choose anew among all that was stated, by the orders as they are."""
    if options.dry_run:
        found = previews(office.store.connection, office.catalogue)
        count, operation = sum(preview.count for preview in found.values()), None
        for name, preview in found.items():
            say(options, f"{name}: {preview.count:,} would change")
    else:
        written = office.write(
            "Choose anew among what files state", lambda write: derive(write, office.catalogue)
        )
        count, operation = written.result, written.operation
    say(options, f"{count:,} {'would change' if options.dry_run else 'changed'}")
    give(options, {"changes": count, "operation": operation})
    return 0


def disputed_rows(office: Office) -> list[dict[str, Any]]:
    """Each field of each record about which sources disagree, as rows for a list."""
    return [
        {"ref": f"{_LETTERS.get(unit.kind, '')}{record}", "name": name, "field": unit.name,
         "label": unit_label(unit)}
        for unit, record, name in disputed(office.store.connection, office.catalogue)
    ]  # fmt: skip
