"""Where values are from, whose word counts first, and that choosing anew never loses anything."""

from __future__ import annotations

import hashlib
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areateam.contracts.contract_actions import amend_contract
from areateam.core.problems import UserProblem
from areateam.imports.candidates import orders_in
from areateam.imports.claim_rows import Precedence
from areateam.imports.claim_views import FieldClaims, contract_claims
from areateam.imports.order_views import disputed, field_orders, preview_order, previews
from areateam.imports.precedence_actions import derive, set_order, use_value
from areateam.imports.precedence_rules import (
    PERSON,
    PERSON_SOURCE,
    Order,
    Rank,
    Source,
    shipped_orders,
    source_of,
    why_it_stands,
)
from areateam.imports.profiles import load_profiles
from areateam.imports.units import unit_named
from areateam.ledger.seals import chain_faults, content_faults
from areateam.office import BESIDE, KINDS, Office, new_office
from tests.imports.taking_in import ods_line, outcomes, rows, take_text
from tests.imports.test_apply import EPRACCUR, GP, PAYMENTS

FINANCE = "Contract No,Contractor,Contract Type,PCT,Telephone,Annual Value\n"
LISTS = {
    "finance": FINANCE + "7,Dr A,GMS,5N6,01332 1,£100\n",
    "quality": "Contract No,Provider,Contract Type,PCT,Phone,Review Date\n"
    "7,Dr Adams,PMS,5N6,01332 2,28/05/2013\n",
    "estates": "Contract No,Contractor,Type,PCT,Tel,Address 1,Postcode\n"
    "7,Adams & Partners,GMS,5N6,01332 3,1 High St,DE1 2AB\n",
}


def digest(office: Office) -> str:
    """A digest of every record, but for the marks of operations and the orders themselves."""
    found = hashlib.sha256()
    for kind in KINDS:
        if kind is Precedence:
            continue
        columns = ", ".join(f'"{n}"' for n in kind.columns() if n not in ("made", "uid"))
        for row in rows(office, f'SELECT {columns} FROM "{kind.kind()}" ORDER BY id'):
            found.update(repr(row).encode())
    return found.hexdigest()


def the_contract(office: Office) -> int:
    return int(rows(office, "SELECT min(id) FROM contract")[0][0])


def claims(office: Office, field: str) -> FieldClaims:
    contract = the_contract(office)
    found = contract_claims(office.store.connection, office.catalogue, contract, field)
    (only,) = found.values()
    return only


def told(found: FieldClaims) -> list[tuple[str, object, bool]]:
    return [(claim.source, claim.value, claim.wins) for claim in found.claims]


def put(office: Office, name: str, *sources: str) -> int:
    written = office.write(
        f"Order of {name}", lambda write: set_order(write, office.catalogue, name, sources)
    )
    return written.result


def amend(office: Office, key: str, value: str | int | None) -> None:
    contract = the_contract(office)
    field = office.catalogue.fields[key]
    office.write(key, lambda write: amend_contract(write, field, contract, value))


# ---- the rules


def test_sources_that_an_order_names_come_first_and_the_rest_as_their_layouts_say() -> None:
    order = Order(("ODS", "contract-list"))
    ods, choices = Source("ods-gp-practices", owner="ODS"), Source("x", owner="NHS Choices")
    extract = source_of("contract-list", "PCT", ["Contract No", "Type"])
    assert order.rank(ods, "fill") == Rank(0, newest=True)
    assert order.rank(extract) == Rank(1, newest=True)
    ranks = [order.rank(choices, mode) for mode in ("set", "fill", "new")]
    assert ranks == [Rank(2, newest=True), Rank(3, newest=False), Rank(4, newest=False)]


def test_a_person_comes_first_unless_the_order_says_otherwise() -> None:
    assert Order(("ODS",)).rank(PERSON_SOURCE).place < 0
    assert Order(("ODS", PERSON)).rank(PERSON_SOURCE) == Rank(1, newest=True)


def test_a_list_is_known_by_its_headings_however_they_are_written() -> None:
    one = source_of("contract-list", "PCT", ["Contract No", "Type"])
    assert one == source_of("contract-list", "PCT", [" CONTRACT NO ", "type"])
    assert one != source_of("contract-list", "PCT", ["Contract No", "Kind"])
    assert one.names[1:] == ("contract-list", "PCT")
    assert source_of("ods-memberships", "ODS", []).key == "ods-memberships"


def test_the_reason_names_the_order_or_the_way_of_the_layout() -> None:
    order, labels = Order(("ODS", "PCT"), "ODS keeps names"), {"PCT": "a PCT's list"}
    ods = Source("ods-gp-practices", owner="ODS")
    words = "The order for this field is ODS, then a PCT's list: ODS keeps names."
    assert why_it_stands(order, ods, "set", labels, alone=False) == words
    assert "No other" in why_it_stands(order, ods, "set", labels, alone=True)
    found = {
        why_it_stands(Order(), source, mode, {}, alone=False)
        for source in (ods, PERSON_SOURCE, Source("worked-out"))
        for mode in ("set", "fill", "new")
    }
    assert len(found) == 5


def test_every_shipped_order_names_fields_and_owners_that_there_are(office: Office) -> None:
    owners = {profile.source for profile in load_profiles().known} | {"PCT", PERSON}
    for name, order in shipped_orders().items():
        assert unit_named(office.catalogue, name).name == name
        assert set(order.sources) <= owners
        assert order.why


# ---- what is kept


def test_a_first_import_keeps_no_values_and_every_one_is_known(
    office: Office, tmp_path: Path
) -> None:
    take_text(office, tmp_path, LISTS["finance"])
    assert rows(office, "SELECT count(*) FROM claim") == [(0,)]
    found = claims(office, "annual_value")
    assert [(c.value, c.file, c.line, c.wins) for c in found.claims] == [
        (10_000, "taken.csv", 2, True)
    ]
    assert not found.disputed
    assert contract_claims(office.store.connection, office.catalogue, 2, "review_date") == {}


def test_files_that_disagree_are_all_kept_with_the_one_that_stands_first(
    office: Office, tmp_path: Path
) -> None:
    take_text(office, tmp_path, EPRACCUR)
    take_text(office, tmp_path, GP)
    take_text(office, tmp_path, PAYMENTS)
    address = claims(office, "site.address")
    assert [(c.source, c.shown, c.wins) for c in address.claims] == [
        ("ods-gp-practices", "1 HIGH STREET, DERBY", True),
        ("nhs-payments-gp", "Somewhere", False),
        ("nhs-choices-gp", "The Surgery, Derby, Derbyshire", False),
    ]
    assert address.disputed
    assert address.standing is not None
    assert "ODS" in address.standing.why
    phone = claims(office, "site.phone")
    assert told(phone) == [
        ("ods-gp-practices", "01332 1", True),
        ("nhs-choices-gp", "01332 9", False),
    ]
    names = {unit.name for unit, _, _ in disputed(office.store.connection, office.catalogue)}
    assert {"site.address", "site.phone", "site.name", "contract.name"} <= names


def test_a_value_that_was_replaced_is_still_known_by_who_stated_it(
    office: Office, tmp_path: Path
) -> None:
    """The journal gives back what a line stated, though no copy of it is kept."""
    for name in ("finance", "quality"):
        take_text(office, tmp_path, LISTS[name])
    assert rows(office, "SELECT count(*) FROM claim WHERE field = 'contract_type'") == [(0,)]
    found = claims(office, "contract_type")
    assert [(c.value, c.wins) for c in found.claims] == [("pms", True), ("gms", False)]


def test_what_is_worked_out_is_not_said_to_be_stated(office: Office, tmp_path: Path) -> None:
    member = '"C81001","5N6","W","20061001","20130331","0"\n'
    take_text(office, tmp_path, EPRACCUR)
    take_text(office, tmp_path, member)
    assert told(claims(office, "pct_code")) == [("worked-out", "5N6", True)]


def test_of_columns_left_blank_nothing_is_claimed(office: Office, tmp_path: Path) -> None:
    take_text(office, tmp_path, LISTS["finance"])
    take_text(office, tmp_path, FINANCE + "7,Dr A,GMS,5N6,,£200\n")
    (found,) = rows(office, "SELECT stated FROM source_line ORDER BY id DESC LIMIT 1")
    assert found[0] is not None
    assert [c.line for c in claims(office, "site.phone").claims] == [2]
    assert [c.batch for c in claims(office, "annual_value").claims] == [2]


# ---- whose word counts


def test_what_a_person_typed_stands_before_files(office: Office, tmp_path: Path) -> None:
    take_text(office, tmp_path, LISTS["finance"])
    amend(office, "annual_value", 999)
    staged = take_text(office, tmp_path, FINANCE + "7,Dr A,GMS,5N6,01332 1,£300\n")
    assert outcomes(staged) == {"same": 1}
    found = claims(office, "annual_value")
    assert told(found)[0] == (PERSON, 999, True)
    assert [c.value for c in found.claims[1:]] == [30_000]
    assert put(office, "contract.annual_value", "PCT", PERSON) == 1
    assert rows(office, "SELECT annual_value_pence FROM contract") == [(30_000,)]
    assert put(office, "contract.annual_value", "reset") == 1
    assert rows(office, "SELECT annual_value_pence FROM contract") == [(999,)]


def test_a_value_that_a_person_took_out_does_not_come_back(office: Office, tmp_path: Path) -> None:
    take_text(office, tmp_path, LISTS["finance"])
    amend(office, "annual_value", None)
    take_text(office, tmp_path, FINANCE + "7,Dr A,GMS,5N6,01332 1,£300\n")
    assert rows(office, "SELECT annual_value_pence FROM contract") == [(None,)]
    assert claims(office, "annual_value").claims[0].shown == "nothing"


def test_a_chosen_claim_is_the_persons_own_word(office: Office, tmp_path: Path) -> None:
    take_text(office, tmp_path, EPRACCUR)
    take_text(office, tmp_path, GP)
    found = claims(office, "site.address")
    other = found.claims[1]
    office.write("Use this", lambda write: use_value(write, found.unit, found.record, other.value))
    assert rows(office, "SELECT address_1, address_2, address_4 FROM site") == [
        ("The Surgery", None, "Derby")
    ]
    again = claims(office, "site.address")
    assert told(again)[0] == (PERSON, other.value, True)
    assert previews(office.store.connection, office.catalogue) == {}
    office.undo()
    assert told(claims(office, "site.address")) == told(found)
    with pytest.raises(UserProblem, match="unknown-record"):
        office.write("Use", lambda write: use_value(write, found.unit, 99, "x"))


def test_an_order_can_be_turned_round_previewed_and_undone(office: Office, tmp_path: Path) -> None:
    take_text(office, tmp_path, EPRACCUR)
    take_text(office, tmp_path, GP)
    first = digest(office)
    connection = office.store.connection
    wanted = ("nhs-choices-gp", "ODS")
    preview = preview_order(connection, office.catalogue, "site.phone", wanted)
    assert [(e.before, e.after) for e in preview.first] == [("01332 1", "01332 9")]
    assert digest(office) == first
    assert put(office, "site.phone", *wanted) == preview.count == 1
    assert rows(office, "SELECT phone FROM site") == [("01332 9",)]
    assert told(claims(office, "site.phone"))[0] == ("nhs-choices-gp", "01332 9", True)
    office.undo()
    assert digest(office) == first
    assert rows(office, "SELECT count(*) FROM precedence") == [(0,)]
    office.redo()
    assert put(office, "site.phone", "reset") == 1
    assert digest(office) == first
    assert list(chain_faults(connection)) == []
    assert list(content_faults(connection, (*KINDS, *BESIDE))) == []


def test_an_order_holds_for_later_files_too(office: Office, tmp_path: Path) -> None:
    put(office, "site.phone", "NHS Choices", "ODS")
    take_text(office, tmp_path, EPRACCUR)
    take_text(office, tmp_path, GP)
    assert rows(office, "SELECT phone FROM site") == [("01332 9",)]
    later = ods_line("C81001", name="HIGH STREET SURGERY", a1="1 HIGH STREET", a2="DERBY",
                     postcode="DE1 2AB", phone="01332 7", amended="0")  # fmt: skip
    take_text(office, tmp_path, later)
    assert rows(office, "SELECT phone FROM site") == [("01332 9",)]
    assert ("ods-gp-practices", "01332 7", False) in told(claims(office, "site.phone"))


def test_an_address_is_replaced_whole_by_a_file_with_fewer_columns(
    office: Office, tmp_path: Path
) -> None:
    put(office, "site.address", "PCT", "ODS")
    take_text(office, tmp_path, EPRACCUR)
    text = "Practice Code,Contractor,Contract Type,Address 1,Town,Postcode\n"
    take_text(office, tmp_path, text + "C81001,Dr A,GMS,9 Low Street,Ripley,DE1 2AB\n")
    assert rows(office, "SELECT address_1, address_2, address_4 FROM site") == [
        ("9 Low Street", None, "Ripley")
    ]


def test_what_is_typed_against_an_order_stands_until_a_better_source_speaks(
    office: Office, tmp_path: Path
) -> None:
    put(office, "contract.annual_value", "PCT", PERSON)
    take_text(office, tmp_path, LISTS["finance"])
    amend(office, "annual_value", 999)
    assert previews(office.store.connection, office.catalogue) == {}
    assert told(claims(office, "annual_value"))[0] == (PERSON, 999, True)
    take_text(office, tmp_path, FINANCE + "7,Dr A,GMS,5N6,01332 1,£300\n")
    assert rows(office, "SELECT annual_value_pence FROM contract") == [(30_000,)]


def test_undoing_an_import_takes_its_claims_out_of_force(office: Office, tmp_path: Path) -> None:
    take_text(office, tmp_path, EPRACCUR)
    take_text(office, tmp_path, GP)
    assert claims(office, "site.phone").disputed
    office.undo()
    assert told(claims(office, "site.phone")) == [("ods-gp-practices", "01332 1", True)]
    assert list(disputed(office.store.connection, office.catalogue)) == []
    office.redo()
    assert claims(office, "site.phone").disputed


def test_faults_in_an_order_are_named(office: Office, tmp_path: Path) -> None:
    for sources, code in ((("Nobody",), "unknown-source"), (("ODS", "ods"), "source-repeated")):
        with pytest.raises(UserProblem) as caught:
            put(office, "site.phone", *sources)
        assert caught.value.code == code
    with pytest.raises(UserProblem, match="unknown-field"):
        put(office, "site.moon", "ODS")
    assert put(office, "site.phone", "ods", "Person") == 0
    (found,) = [o for o in field_orders(office.store.connection, office.catalogue) if o.order.ours]
    assert found.order.sources == ("ODS", "person")


# ---- in any order of imports


@pytest.mark.parametrize("names", list(permutations(LISTS)), ids="-".join)
def test_three_extracts_make_one_record_in_any_order(
    office: Office, tmp_path: Path, names: tuple[str, ...]
) -> None:
    sources = [
        source_of("contract-list", "PCT", LISTS[name].partition("\n")[0].split(",")).key
        for name in ("estates", "finance", "quality")
    ]
    for name in names:
        take_text(office, tmp_path, LISTS[name])
    for field in ("contract.name", "contractor.name", "site.phone", "contract.contract_type"):
        put(office, field, *sources)
    assert rows(
        office,
        "SELECT c.name, c.contract_type, k.name, c.annual_value_pence, c.review_date, s.phone,"
        " s.address_1 FROM contract c JOIN contractor k ON k.id = c.contractor_id"
        " JOIN site s ON s.id = c.site_id",
    ) == [("Adams & Partners", "gms", "Adams & Partners", 10_000, "2013-05-28", "01332 3",
           "1 High St")]  # fmt: skip


STEPS = st.lists(
    st.sampled_from(
        ["ods", "ods later", "choices", "payments", "person", "clear", "undo", "choices first",
         "ods first", "reset"]
    ),
    min_size=2, max_size=9,
)  # fmt: skip


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_choosing_anew_by_the_same_orders_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("anew")
    office = new_office(folder / "r.areateam", user="t")
    try:
        for step in steps:
            _do(office, folder, step)
        before = digest(office)
        connection = office.store.connection
        assert previews(connection, office.catalogue) == {}
        for name in ("site.phone", "site.address", "contract.name"):
            kept = orders_in(connection).get(name, Order()).sources
            if PERSON in kept:
                continue  # what was typed against an order gives way once it is set again
            put(office, name, "nhs-payments-gp", "NHS Choices", "ODS", PERSON)
            put(office, name, *(kept or ("reset",)))
        assert digest(office) == before
        written = office.write("Anew", lambda write: derive(write, office.catalogue))
        assert written.result == 0
        assert list(content_faults(connection, (*KINDS, *BESIDE))) == []
    finally:
        office.close()


_LATER = ods_line("C81001", name="HIGH ST PRACTICE", a1="2 HIGH STREET", a2="DERBY",
                  postcode="DE1 2AB", phone="01332 4", opened="19740401", amended="0")  # fmt: skip


def _do(office: Office, folder: Path, step: str) -> None:
    texts = {"ods": EPRACCUR, "ods later": _LATER, "choices": GP, "payments": PAYMENTS}
    there = rows(office, "SELECT min(id) FROM contract")[0][0]
    if step in texts:
        take_text(office, folder, texts[step])
    elif step == "choices first":
        put(office, "site.phone", "NHS Choices", PERSON)
    elif step == "ods first":
        put(office, "site.phone", "ODS", "NHS Choices")
    elif step == "reset":
        put(office, "site.phone", "reset")
    elif step == "undo":
        if rows(office, "SELECT max(id) FROM operation")[0][0] > 1:
            try:
                office.undo()
            except UserProblem:
                return
    elif there is not None:
        value = "Typed" if step == "person" else None
        key = "name" if step == "person" else "start_date"
        amend(office, key, value)
        office.write("Phone", lambda w: w.execute("UPDATE site SET phone = ?", (value,)))
