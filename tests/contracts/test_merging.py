"""Two records made one: values by choice, every link kept, both codes known, one undo."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areateam.contracts.comparison_views import (
    SideOf,
    comparison,
    record_named,
    record_values,
)
from areateam.contracts.contract_change_views import contract_changes
from areateam.contracts.contract_rows import Contract, ContractSite, Note, Tag, Tagging
from areateam.contracts.contract_views import contract_history, contract_id_of, contract_values
from areateam.contracts.duplicate_views import duplicates
from areateam.contracts.merge_actions import keep_apart, merge_records
from areateam.core.problems import UserProblem
from areateam.ledger.check import content_digest
from areateam.ledger.undo import next_undo
from areateam.office import KINDS, Office
from areateam.organisations.body_rows import Membership
from areateam.organisations.contractor_rows import Contractor, Person, Role, Site
from areateam.search import find

if TYPE_CHECKING:
    from areateam.ledger.ledger import Write

DAY = date(2012, 11, 1)


def fill(write: Write) -> None:
    """Two of everything: contractors 1 and 2, sites 1 and 2, contracts 1 and 2 of one group."""
    person = write.insert(Person, name="Jo")
    for number, postcode in ((1, "DE1 1AA"), (2, "DE1 2BB")):
        holder = write.insert(
            Contractor,
            name=f"Oak Surgery {'Ltd' if number == 2 else ''}".strip(),
            code=f"K{number}",
        )
        site = write.insert(
            Site,
            name="Oak Surgery",
            ods_code=f"Y0000{number}",
            postcode=postcode,
            address_1=f"{number} Oak Road",
            phone="01332 555123",
        )
        contract = write.insert(
            Contract,
            group_key="gp",
            contract_type="gms",
            contract_no=("700100", "0700100")[number - 1],
            ods_code=f"C8100{number}",
            name="Oak Surgery",
            contractor=holder,
            site=site,
            pct_code="5N6",
            terms={"list_size": 4100} if number == 1 else {},
            review_date="2013-01-01" if number == 2 else None,
        )
        write.insert(Role, person=person, contractor=holder, role="Partner")
        write.insert(Note, contract=contract, written_on="2012-10-01", author="A", text="T")
        tag = write.insert(Tag, name=f"Tag {number}")
        write.insert(Tagging, tag=tag, contract=contract)
        write.insert(
            Membership, member_code=f"C8100{number}", body_code="5N6", valid_from="2006-10-01"
        )
    write.insert(Tagging, tag=1, contract=2)


@pytest.fixture
def filled(office: Office) -> Office:
    office.write("Fill", fill)
    return office


def merge(office: Office, kind: str, left: int, right: int, **choices: str) -> None:
    """Merge in one step."""
    merge_as(office, kind, (left, right), choices)


def merge_as(office: Office, kind: str, pair: tuple[int, int], choices: dict[str, str]) -> None:
    sides = {key: SideOf(side) for key, side in choices.items()}
    written = office.write(
        "Merge",
        lambda write: merge_records(write, office.catalogue, kind, pair, sides, DAY),
    )
    assert written.changes is not None


def one(office: Office, sql: str, *values: object) -> Any:
    row = office.store.connection.execute(sql, values).fetchone()
    return row[0] if row else None


def whole(office: Office) -> str:
    return content_digest(office.store.connection, KINDS)


def test_links_of_a_contractor_and_of_a_site_follow(filled: Office) -> None:
    merge(filled, "contractor", 1, 2)
    merge(filled, "site", 1, 2)
    assert one(filled, "SELECT count(*) FROM contract WHERE contractor_id = 1") == 2
    assert one(filled, "SELECT count(*) FROM contract WHERE site_id = 1") == 2
    assert one(filled, "SELECT count(*) FROM role") == 1, "the same role is held once"
    assert filled.check() == []


def test_a_contract_takes_notes_tags_sites_and_memberships(filled: Office) -> None:
    merge(filled, "contract", 1, 2, contractor="left")
    assert one(filled, "SELECT count(*) FROM note WHERE contract_id = 1") == 2
    assert one(filled, "SELECT group_concat(tag_id) FROM tagging WHERE contract_id = 1") == "1,2"
    assert one(filled, "SELECT site_id FROM contract_site WHERE contract_id = 1") == 2
    assert one(filled, "SELECT count(*) FROM membership WHERE member_code = 'C81002'") == 1
    assert one(filled, "SELECT review_date FROM contract") == "2013-01-01", "a blank is filled"
    assert filled.check() == []


def test_memberships_follow_the_code_that_stays(filled: Office) -> None:
    filled.write(
        "Only the second",
        lambda write: write.execute("DELETE FROM membership WHERE member_code = 'C81001'"),
    )
    merge(filled, "contract", 1, 2, contractor="left")
    assert one(filled, "SELECT member_code FROM membership") == "C81001"


def test_an_address_is_chosen_whole(filled: Office) -> None:
    merge(filled, "site", 1, 2, address="right")
    site = record_values(filled.store.connection, "site", 1)
    assert (site["address_1"], site["postcode"], site["ods_code"]) == (
        "2 Oak Road",
        "DE1 2BB",
        "Y00001",
    )


def test_terms_that_clash_are_refused_unless_chosen(filled: Office) -> None:
    filled.write(
        "Another size",
        lambda write: write.amend(Contract, 2, terms={"list_size": 3900}, review_date=None),
    )
    before = whole(filled)
    with pytest.raises(UserProblem) as caught:
        merge(filled, "contract", 1, 2)
    assert caught.value.code == "merge-needs-choice"
    assert caught.value.facts["labels"] == "Contractor, List size"
    assert whole(filled) == before
    merge(filled, "contract", 1, 2, contractor="left", list_size="right")
    values = contract_values(filled.store.connection, 1)
    assert values is not None
    assert values["list_size"] == 3900


@pytest.mark.parametrize(
    ("pair", "choices", "code"),
    [
        ((1, 1), {}, "merge-itself"),
        ((1, 9), {}, "unknown-record"),
        ((1, 2), {"colour": "left"}, "unknown-field"),
        ((1, 2), {"contractor": "left", "review_date": "left"}, "side-states-nothing"),
    ],
)
def test_what_cannot_be_merged_changes_nothing(
    filled: Office, pair: tuple[int, int], choices: dict[str, str], code: str
) -> None:
    before = whole(filled)
    with pytest.raises(UserProblem) as caught:
        merge_as(filled, "contract", pair, choices)
    assert caught.value.code == code
    assert whole(filled) == before


def test_contracts_of_two_groups_are_two(filled: Office) -> None:
    filled.write("Group", lambda write: write.amend(Contract, 2, group_key="dental"))
    with pytest.raises(UserProblem, match="merge-of-groups"):
        merge(filled, "contract", 1, 2)


def test_both_codes_find_the_one_that_stands(filled: Office) -> None:
    connection = filled.store.connection
    merge(filled, "contract", 1, 2, contractor="left", contract_no="right")
    for word in ("C1", "C2", "700100", "0700100", "C81001", "C81002", "c81002"):
        assert contract_id_of(connection, word) == 1, word
    merge(filled, "site", 2, 1)
    assert record_named(connection, "S1") == ("site", 2)
    assert [hit.ref for hit in find(connection, "C81002")] == ["C1"]
    assert [hit.ref for hit in find(connection, "Y00001")] == ["C1"]
    dates = connection.execute(
        "SELECT DISTINCT valid_from, valid_to FROM alias WHERE kind_of = 'site'"
    ).fetchall()
    assert dates == [(None, "2012-11-01")]


def test_a_chain_of_merges_leads_to_the_last(filled: Office) -> None:
    filled.write("Third", lambda write: write.insert(Contractor, name="Oak", code="K3"))
    merge(filled, "contractor", 2, 1)
    merge(filled, "contractor", 3, 2)
    assert record_named(filled.store.connection, "K1") == ("contractor", 3)
    filled.undo()
    assert record_named(filled.store.connection, "K1") == ("contractor", 2)
    filled.undo()
    assert record_named(filled.store.connection, "K1") == ("contractor", 1)


def test_the_history_of_both_is_reached_from_the_one(filled: Office) -> None:
    filled.write("Sign", lambda write: write.amend(Contract, 2, signed_copy="found"))
    merge(filled, "contract", 1, 2, contractor="left")
    labels = [line.label for line in contract_history(filled.store.connection, 1)]
    assert "Sign" in labels
    changes = contract_changes(filled.store.connection, filled.catalogue, 1)
    assert "Sign" in [line.label for line in changes]


def test_a_decision_is_remembered_through_a_merge_and_a_new_import(filled: Office) -> None:
    connection = filled.store.connection
    assert [(c.one, c.other) for c in duplicates(connection, "site")] == [(1, 2)]
    filled.write("Apart", lambda write: keep_apart(write, "site", (2, 1)))
    assert duplicates(connection, "site") == []
    third = {"name": "Oak Surgery", "postcode": "DE1 2BB", "phone": "01332 555123"}
    filled.write("Third", lambda write: write.insert(Site, **third))
    assert [(c.one, c.other) for c in duplicates(connection, "site")] == [(2, 3), (1, 3)]
    merge(filled, "site", 3, 2)
    assert duplicates(connection, "site") == [], "what was said of 2 holds for 3"
    filled.undo()
    filled.undo()
    filled.write("Again", lambda write: renew(write, 2))
    assert one(filled, "SELECT max(id) FROM site") > 2
    assert duplicates(connection, "site") == [], "the same under a new number"


def renew(write: Write, site: int) -> None:
    """What undoing an import and making it again does: the same record under a new number."""
    row = record_values(write.connection, "site", site)
    named = {key: value for key, value in row.items() if key not in ("id", "uid", "made")}
    new = write.insert(Site, **named)
    write.execute("UPDATE contract SET site_id = ? WHERE site_id = ?", (new, site))
    write.remove(Site, site)


def test_side_by_side_says_what_differs_and_whose_would_stand(filled: Office) -> None:
    found = comparison(filled.store.connection, filled.catalogue, "contract", 1, 2)
    parts = {part.key: part for part in found.parts}
    assert (parts["contract_no"].left, parts["contract_no"].right) == ("700100", "0700100")
    assert parts["contract_no"].stands is SideOf.LEFT
    assert parts["contractor"].stands is None
    assert parts["review_date"].stands is SideOf.RIGHT
    assert parts["pct_code" if "pct_code" in parts else "pct"].same
    assert found.left.links == ("1 note", "1 tag")
    assert found.right.links == ("1 note", "2 tags")


SIDES = st.sampled_from(["left", "right"])


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_an_undone_merge_leaves_the_register_as_it_was(filled: Office, data: st.DataObject) -> None:
    began = next_undo(filled.store.connection)
    try:
        merge_and_undo(filled, data)
    finally:
        while next_undo(filled.store.connection) != began:
            filled.undo()


def merge_and_undo(filled: Office, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["contractor", "site", "contract"]))
    pair = data.draw(st.permutations([1, 2]))
    connection = filled.store.connection
    texts = st.none() | st.sampled_from(["a", "b"])
    terms = st.dictionaries(
        st.sampled_from(["list_size", "regulation_set", "old_term"]), st.integers(1, 2)
    )
    amended = {"email": data.draw(texts)}
    filled.write("Site", lambda write: write.amend(Site, pair[0], **amended))
    drawn = data.draw(terms)
    filled.write("Terms", lambda write: write.amend(Contract, pair[0], terms=drawn))
    extra = data.draw(st.booleans())
    if extra and not one(filled, "SELECT 1 FROM contract_site"):
        filled.write("Branch", lambda write: write.insert(ContractSite, contract=1, site=2))
    before, links = whole(filled), reachable(filled)
    found = comparison(connection, filled.catalogue, kind, *pair)
    choices = {
        part.key: data.draw(SIDES)
        for part in found.parts
        if part.stands is None or (part.left and part.right and data.draw(st.booleans()))
    }
    merge_as(filled, kind, (pair[0], pair[1]), choices)
    assert one(filled, f'SELECT count(*) FROM "{kind}"') == 1
    assert one(filled, "SELECT count(*) FROM pragma_foreign_key_check") == 0
    assert reachable(filled) >= links
    after = whole(filled)
    filled.undo()
    assert whole(filled) == before
    filled.redo()
    assert whole(filled) == after


def reachable(office: Office) -> set[tuple[str, object]]:
    """The notes, tags and people that hang on anything."""
    found: set[tuple[str, object]] = set()
    for table, column in (("note", "id"), ("tagging", "tag_id"), ("role", "person_id")):
        rows = office.store.connection.execute(f"SELECT {column} FROM {table}")
        found |= {(table, value) for (value,) in rows}
    return found


def test_terms_are_set_as_they_were_stored(filled: Office) -> None:
    odd = {"old_term": {"deep": [1, "two", None]}, "flag": True}
    filled.write("Odd", lambda write: write.amend(Contract, 2, terms=odd))
    merge(filled, "contract", 1, 2, contractor="left")
    terms = json.loads(one(filled, "SELECT terms FROM contract"))
    assert terms == {"list_size": 4100, **odd}
