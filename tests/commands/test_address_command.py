"""The command that shows and changes the area team's own address."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from areateam import cli
from tests.fresh_register import fresh_register

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_address_is_entered_field_by_field_and_shown(
    tmp_path: Path, register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = fresh_register(tmp_path / "Q55.areateam")

    def told(*words: str, at: Path = path) -> tuple[int, Any, str]:
        code = cli.main(["--register", str(at), "address", *words, "--json"])
        out, err = capsys.readouterr()
        return code, json.loads(out or "null"), err

    assert told()[1] == {"address": {}, "operation": None}
    told("address_1=1 Example Road", "postcode=ng1 1aa")
    told("phone=0115 496 0100", "name=Our Team")
    held = {
        "name": "Our Team",
        "address_1": "1 Example Road",
        "postcode": "NG1 1AA",
        "phone": "0115 496 0100",
    }
    assert told()[1]["address"] == held
    code, _, said = told("postcode=nowhere")
    assert (code, "is not a postcode" in said) == (3, True)
    code, _, said = told("town=Nottingham")
    assert (code, "address_1" in said) == (3, True)
    assert told("name=")[1]["address"] == {k: v for k, v in held.items() if k != "name"}
    code, _, said = told("address_1=1 Example Road", at=register)
    assert (code, "belongs to no area team" in said) == (3, True)
