"""Two registers of one hand-over: each signs its own side, and a file goes between them."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.programme_definitions import Side
from areateam.cli import main
from areateam.contracts.contract_actions import add_contract, amend_contract
from areateam.core.problems import FileProblem, UserProblem
from areateam.office import Office, open_office
from areateam.transition.certificate_views import certificate
from areateam.transition.handed_over_rules import HandedContract, Unlike, digest_of
from areateam.transition.signature_actions import take_signatures
from areateam.transition.signature_file_views import (
    Bundle,
    BundleContract,
    BundleSignature,
    bundle_bytes,
    read_bundle,
)
from areateam.transition.signature_views import Change, preview_bundle, signed_bundle
from areateam.transition.task_actions import file_evidence, sign_task, unsign_task
from areateam.transition.transition_actions import start_plans
from areateam.transition.transition_findings import disagreements
from areateam.transition.transition_views import TaskFacts, plan_tasks, plans

TODAY = date(2012, 11, 1)
PLACE = "5N6"


class Clock:
    """A minute for every operation, so that files have an order."""

    def __init__(self) -> None:
        self.moment = datetime(2012, 11, 1, 9, 0)  # noqa: DTZ001 - the computer's

    def __call__(self) -> datetime:
        self.moment = self.moment.replace(minute=self.moment.minute + 1)
        return self.moment


@pytest.fixture
def sides(office: Office, tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    """The sender's register and the receiver's, copies with one contract and one plan."""
    catalogue = office.catalogue

    def start(write: Any) -> None:
        book = rulebook(office.store.connection, catalogue, TODAY)
        programme = next(p for p in catalogue.programmes.known.values() if p.place_kind)
        start_plans(write, book, programme, [PLACE])
        facts = {"contract_type": "gds", "name": "Oak Dental", "contract_no": "700101"}
        add_contract(write, catalogue, {**facts, "pct_code": PLACE})

    office.write("Begin", start)
    path = office.path
    office.close()
    opened = []
    for name in ("sender", "receiver"):
        shutil.copy(path, tmp_path / f"{name}.areateam")
        opened.append(
            open_office(tmp_path / f"{name}.areateam", user=name, now=Clock(), catalogue=catalogue)
        )
    yield opened[0], opened[1]
    for each in opened:
        each.close()


def task_of(office: Office, key: str = "T18") -> TaskFacts:
    (plan,) = plans(office.store.connection, rulebook(office.store.connection, office.catalogue,
                                                      TODAY))  # fmt: skip
    return next(task.facts for task in plan.tasks if task.facts.key == key)


def sign(office: Office, side: Side, name: str, key: str = "T18", on: date = TODAY) -> None:
    task = task_of(office, key).id
    office.write("Sign", lambda write: sign_task(
        write, task, side, name=name, on=on, today=TODAY, unproven_reason="seen"))  # fmt: skip


def bundle_of(office: Office) -> Bundle:
    return signed_bundle(office.store.connection, PLACE, office.now(), office.user)


def take(office: Office, bundle: Bundle, *, replace: bool = False) -> int | None:
    return office.write(
        "Take in", lambda write: take_signatures(write, bundle, TODAY, replace=replace)
    ).operation


def changes(office: Office, bundle: Bundle) -> list[Change]:
    return [line.change for line in preview_bundle(office.store.connection, bundle, TODAY).lines]


def rename(office: Office, name: str) -> None:
    field = office.catalogue.fields["name"]
    office.write("Rename", lambda write: amend_contract(write, field, 1, name))


def test_a_task_closes_in_both_registers_when_both_files_have_been_exchanged(
    sides: tuple[Office, Office], tmp_path: Path
) -> None:
    sender, receiver = sides
    sign(sender, Side.SENDER, "P. Sender")
    path = tmp_path / "from-pct.json"
    path.write_bytes(bundle_bytes(bundle_of(sender)))
    sent = read_bundle(path)
    assert changes(receiver, sent) == [Change.NEW]
    operation = take(receiver, sent)
    assert task_of(receiver).sent_by == "P. Sender"
    assert task_of(receiver).done_on is None
    assert changes(receiver, sent) == [Change.SAME]
    assert take(receiver, sent) is None

    sign(receiver, Side.RECEIVER, "R. Receiver")
    assert task_of(receiver).done_on == "2012-11-01"
    answer = bundle_of(receiver)
    assert [(each.side, each.name) for each in answer.signatures] == [
        (Side.RECEIVER, "R. Receiver")
    ]
    take(sender, answer)
    assert task_of(sender).done_on == "2012-11-01"
    assert task_of(sender).accepted_by == "R. Receiver"

    receiver.undo()
    receiver.undo(operation)
    assert task_of(receiver).sent_on is None
    assert receiver.check() == sender.check() == []


def test_nothing_closes_while_the_two_sides_hand_over_other_contracts(
    sides: tuple[Office, Office],
) -> None:
    sender, receiver = sides
    connection = receiver.store.connection
    sign(sender, Side.SENDER, "P. Sender")
    rename(sender, "Oak Dental Practice")
    sign(receiver, Side.RECEIVER, "R. Receiver")
    first = bundle_of(sender)
    (unlike,) = preview_bundle(connection, first, TODAY).differences
    assert unlike.kind is Unlike.FACTS
    assert unlike.words == "700101 Oak Dental: named Oak Dental here, Oak Dental Practice there"
    take(receiver, first)
    task = task_of(receiver)
    assert task.done_on is None
    assert task.missing() == ["agreement about 1 contract that the other side has otherwise"]
    book = rulebook(connection, receiver.catalogue, TODAY)
    (finding,) = disagreements(connection, plans(connection, book))
    assert "Oak Dental Practice there" in finding.detail

    rename(receiver, "OAK dental  practice")
    assert disagreements(connection, plans(connection, book)) == []
    assert changes(receiver, first) == [Change.CLOSES]
    take(receiver, first)
    assert task_of(receiver).done_on == "2012-11-01"


def test_contracts_of_one_side_only_are_named_on_both(sides: tuple[Office, Office]) -> None:
    sender, receiver = sides
    facts = {"contract_type": "gds", "name": "Elm", "contract_no": "1", "pct_code": PLACE}
    sender.write("Add", lambda write: add_contract(write, sender.catalogue, facts))
    sign(sender, Side.SENDER, "P. Sender")
    sign(receiver, Side.RECEIVER, "R. Receiver")
    found = [
        preview_bundle(to.store.connection, bundle_of(of), TODAY).differences[0].words
        for of, to in ((sender, receiver), (receiver, sender))
    ]
    assert found == ["1 Elm: only in the other register", "1 Elm: only here"]


def test_what_contradicts_is_left_until_it_is_asked_for(sides: tuple[Office, Office]) -> None:
    sender, receiver = sides
    sign(receiver, Side.SENDER, "Told by telephone")
    sign(sender, Side.SENDER, "P. Sender")
    sign(sender, Side.SENDER, "P. Sender", "T01")
    first = bundle_of(sender)
    assert changes(receiver, first) == [Change.OTHER]  # T01 is no task of two sides
    assert take(receiver, first) is None
    assert task_of(receiver).sent_by == "Told by telephone"
    take(receiver, first, replace=True)
    assert task_of(receiver).sent_by == "P. Sender"

    task = task_of(sender).id
    sender.write("Take back", lambda write: unsign_task(write, task, Side.SENDER))
    sign(sender, Side.SENDER, "P. Sender", "T19")
    later = bundle_of(sender)
    assert sorted(changes(receiver, later)) == [Change.NEW, Change.WITHDRAWN]
    take(receiver, later)
    assert task_of(receiver).sent_by == "P. Sender"
    take(receiver, later, replace=True)
    assert task_of(receiver).sent_by is None
    with pytest.raises(UserProblem, match="signatures-older"):
        take(receiver, first)


def test_a_register_does_not_take_its_own_file_for_the_other_sides(
    sides: tuple[Office, Office],
) -> None:
    sender, _ = sides
    sign(sender, Side.SENDER, "P. Sender")
    with pytest.raises(UserProblem, match="signatures-own"):
        take(sender, bundle_of(sender))


def test_there_is_no_file_of_nothing(sides: tuple[Office, Office]) -> None:
    sender, _ = sides
    with pytest.raises(UserProblem, match="nothing-signed"):
        bundle_of(sender)
    with pytest.raises(UserProblem, match="place-without-plan"):
        signed_bundle(sender.store.connection, "5QG", sender.now(), "x")


def plain_bundle() -> Bundle:
    """A file of one signature and one contract, made without a register."""
    oak = HandedContract("dental", "gds", "700101", "", "Oak Dental", "", "", None)
    contract = BundleContract(**msgspec.structs.asdict(oak))
    signature = BundleSignature(
        "0" * 16, "T18", "Premises", Side.SENDER, "P. Sender", "2012-11-01", (), "seen"
    )
    return Bundle(
        "0" * 16, "1" * 16, "2012-11-01T09:00:00", "sender", "pct-handover-2013", PLACE, "A PCT",
        (contract,), digest_of([oak]), (signature,),
    )  # fmt: skip


def seal(raw: bytes, **values: Any) -> bytes:
    """The same file with another content and the digest of that content."""
    whole = json.loads(raw)
    whole["content"] |= values
    text = json.dumps(whole["content"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    whole["digest"] = hashlib.sha256(text.encode()).hexdigest()
    return json.dumps(whole).encode()


_UNREADABLE = "signatures-unreadable"
HOSTILE: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "edited": ("signatures-changed", lambda raw: raw.replace(b"P. Sender", b"P. Zender")),
    "cut": (_UNREADABLE, lambda raw: raw[:-40]),
    "empty": (_UNREADABLE, lambda _: b""),
    "no text": (_UNREADABLE, lambda _: b"\xff\xfe\x00"),
    "deep": (_UNREADABLE, lambda _: b"[" * 200_000),
    "long number": (_UNREADABLE, lambda _: b"1" * 100_000),
    "none": (_UNREADABLE, lambda raw: raw.replace(b'"version": 1', b'"version": NaN')),
    "twice": (_UNREADABLE, lambda raw: raw.replace(b'"version"', b'"version": 1, "version"')),
    "newer": ("signatures-newer", lambda raw: raw.replace(b'"version": 1', b'"version": 2')),
    "too large": ("signatures-too-large", lambda raw: raw + b" " * 10_000_000),
    "surrogate": (_UNREADABLE, lambda raw: raw.replace(b"P. Sender", rb"\ud800")),
    "another field": (_UNREADABLE, lambda raw: seal(raw, note="x")),
    "later than written": (_UNREADABLE, lambda raw: seal(raw, written_at="2012-10-01T09:00:00")),
    "no moment": (_UNREADABLE, lambda raw: seal(raw, written_at="yesterday")),
    "other contracts": (_UNREADABLE, lambda raw: seal(raw, contracts=[])),
    "bell": (_UNREADABLE, lambda raw: seal(raw, written_by="a\x07")),
    "no list": (_UNREADABLE, lambda raw: seal(raw, signatures={})),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_whole_with_a_sentence(tmp_path: Path, name: str) -> None:
    raw = bundle_bytes(plain_bundle())
    path = tmp_path / "signatures.json"
    path.write_bytes(raw)
    assert read_bundle(path) == plain_bundle()
    code, spoil = HOSTILE[name]
    path.write_bytes(spoil(raw))
    with pytest.raises(FileProblem) as caught:
        read_bundle(path)
    assert caught.value.code == code


def test_a_task_that_is_another_here_is_named_and_left(sides: tuple[Office, Office]) -> None:
    sender, receiver = sides
    sign(sender, Side.SENDER, "P. Sender")
    receiver.write("Take out", lambda write: write.execute(
        "UPDATE transition_task SET key = 'OTHER' WHERE key = 'T18'"))  # fmt: skip
    bundle = bundle_of(sender)
    assert changes(receiver, bundle) == [Change.UNKNOWN]
    assert take(receiver, bundle) is None
    assert not any(task.sent_on for task in plan_tasks(receiver.store.connection, 1))


def test_a_folder_is_no_file_of_signatures(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="file-missing"):
        read_bundle(tmp_path)


def test_the_exchange_from_the_command_line(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, theirs, file = tmp_path / "at.areateam", tmp_path / "pct.areateam", tmp_path / "s.json"
    answer = tmp_path / "answer.json"

    def run(at: Path, *words: str) -> Any:
        start = ["--register", str(at), "--as-at", "2012-11-01", "--user", at.stem, "--json"]
        assert main([*start, "transition", *words]) == 0
        return json.loads(capsys.readouterr().out)

    shutil.copy(register, ours)
    run(ours, "start", "pct-handover-2013", "--pct", PLACE)
    shutil.copy(ours, theirs)
    sign = ("sign", f"{PLACE}-T18", "--reason", "seen", "--as")
    run(theirs, *sign, "sender")
    run(theirs, "signatures", "export", "--pct", PLACE, "-o", str(file))
    assert run(ours, "signatures", "import", str(file), "--dry-run")["taken"] == 1
    assert run(ours, "signatures", "import", str(file))["operation"] > 1
    assert run(ours, "signatures", "import", str(file))["operation"] is None
    assert run(ours, *sign, "receiver")["closed"] is True
    run(ours, "signatures", "export", "--pct", PLACE, "-o", str(answer))
    (line,) = run(theirs, "signatures", "import", str(answer))["lines"]
    assert (line["change"], line["side"], line["after"]) == ("new", "receiver", "at, 1 Nov 2012")


def test_documents_that_the_other_side_holds_stand_on_the_certificate(
    sides: tuple[Office, Office],
) -> None:
    sender, receiver = sides
    task = task_of(sender).id
    sender.write("File", lambda write: file_evidence(
        write, task, "premises.txt", b"a list", title="Premises", dated=TODAY))  # fmt: skip
    sign(sender, Side.SENDER, "P. Sender")
    take(receiver, bundle_of(sender))
    shown = certificate(
        receiver.store.connection,
        rulebook(receiver.store.connection, receiver.catalogue, TODAY),
        PLACE,
    )
    (document,) = shown.documents
    assert document.belongs_to.endswith("held by the sender")
    assert document.sha256 == hashlib.sha256(b"a list").hexdigest()
    sign(receiver, Side.RECEIVER, "R. Receiver")
    assert task_of(receiver).done_on == "2012-11-01"


@given(st.data())
def test_a_file_with_any_byte_changed_is_refused_or_says_the_same(data: st.DataObject) -> None:
    raw = bytearray(bundle_bytes(plain_bundle()))
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "signatures.json"
        path.write_bytes(raw)
        try:
            found, code = read_bundle(path), ""
        except FileProblem as problem:
            found, code = plain_bundle(), problem.code
    assert found == plain_bundle()
    assert code == "" or code.startswith("signatures-")
