"""Every code has its sentence, and every sentence speaks to its reader."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from areateam.core.findings import Finding
from areateam.core.problems import FileProblem, UserProblem
from areateam.core.wording import SENTENCES, finding_sentence, problem_sentence, sentence

CORE = Path(__file__).resolve().parents[2] / "areateam" / "core"
BANNED = re.compile(
    r"\b(rows?|uid|null|batch|please|successfully|success|oops|sorry|invalid|error|exception"
    r"|traceback|failed|sql\w*|json|stack|abort\w*|fatal|string|integer|boolean|regex)\b|!",
    re.IGNORECASE,
)
MAKERS = {"Fault", "Finding", "Problem", "UserProblem", "FileProblem", "RegisterProblem"}


def codes_used(folder: Path) -> set[str]:
    """Return every literal code that a fault, finding or problem is made with."""
    codes = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS:
                for argument in [*node.args, *(word.value for word in node.keywords)]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        codes.add(argument.value)
    return {code for code in codes if re.fullmatch(r"[a-z]+(-[a-z]+)+", code)}


def test_every_code_used_in_the_core_has_a_sentence() -> None:
    used = codes_used(CORE)
    assert len(used) > 15
    assert used <= set(SENTENCES)


def test_every_code_used_by_cases_has_a_sentence() -> None:
    used = codes_used(CORE.parent / "cases") | codes_used(CORE.parent / "catalogue")
    assert {code for code in used if code.startswith(("clock", "pause"))} <= set(SENTENCES)


def test_codes_stand_in_alphabetical_order() -> None:
    assert list(SENTENCES) == sorted(SENTENCES)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_plain_and_whole(code: str) -> None:
    template = SENTENCES[code]
    assert not BANNED.search(re.sub(r"\{\w+\}", "", template))
    assert template[0].isupper() or template[0] in "{“"
    assert template.rstrip("]").endswith((".", "}"))
    assert "  " not in template
    words = dict.fromkeys(re.findall(r"\{(\w+)\}", template), "Words")
    bare = dict.fromkeys(words, "")
    for facts in (words, bare):
        filled = sentence(code, **facts)
        assert filled.endswith(".") or template.endswith("]")
        assert not re.search(r"[\[\]{}]", filled)


def test_an_unknown_code_and_a_missing_fact_are_our_own_faults() -> None:
    with pytest.raises(KeyError):
        sentence("no-such-code")
    with pytest.raises(KeyError):
        sentence("file-empty")


def test_a_finding_is_told_with_its_value_and_reason() -> None:
    finding = Finding(88, "close_date", "date-impossible", "31/06/2013", "June has 30 days")
    assert finding_sentence(finding) == "31/06/2013 is not a date: June has 30 days."


def test_a_finding_names_its_field_as_the_user_knows_it() -> None:
    finding = Finding(3, "contract_no", "key-missing")
    expected = "Contract number is blank; without it the line cannot be matched."
    assert finding_sentence(finding, "Contract number") == expected
    assert finding_sentence(Finding(3, "", "key-missing")).startswith("This column is blank")


def test_a_problem_tells_only_the_facts_that_it_has() -> None:
    locked = FileProblem("register-locked", "/home/a/ours.areateam", user="", host="", since="")
    assert problem_sentence(locked) == (
        "ours.areateam is in use. Wait, or open it for reading only."
    )
    locked = FileProblem("register-locked", "ours.areateam", user="jo", host="", since="9:30")
    assert problem_sentence(locked) == (
        "ours.areateam is in use by jo since 9:30. Wait, or open it for reading only."
    )


def test_values_cannot_break_a_sentence() -> None:
    odd = "a\nb\0{x}[y]" + "z" * 200
    said = problem_sentence(UserProblem("unknown-record", ref=odd))
    assert said.startswith("There is no record “a b {x}[y]zz")
    assert said.endswith("…”.")
    assert len(said) < 120


def test_a_moment_and_a_file_being_written_are_said_as_people_know_them() -> None:
    locked = FileProblem(
        "register-locked", "q.areateam", user="jo", host="", since="2012-11-01 09:30"
    )
    assert "since 1 Nov 2012, 09:30" in problem_sentence(locked)
    full = FileProblem("disk-full", "/home/a/.q.areateam.815.part")
    assert problem_sentence(full).startswith("There is no room left on the disk for q.areateam.")


def test_of_many_that_are_known_the_nearest_are_named() -> None:
    known = ", ".join(["end_date", "start_date", *(f"field_{n}" for n in range(60))])
    said = sentence("unknown-field", name="endate", known=known)
    assert "There are end_date, " in said
    assert said.endswith(" and 57 others.")
    assert sentence("unknown-field", name="x", known="a, b, c").endswith("There are a, b and c.")


def test_days_stand_in_words_but_what_was_typed_stands_as_it_is() -> None:
    said = sentence("days-backwards", first="2013-01-01", last="2012-01-01")
    assert "1 Jan 2013" in said
    assert "“2012-01-01”" in sentence("unknown-kind", value="2012-01-01", known="")
