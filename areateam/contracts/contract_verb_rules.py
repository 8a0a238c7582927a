"""What can be done with a contract as it stands on a day, and of the rest why it cannot."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from areateam.contracts.contract_rules import Status
from areateam.core.wording import sentence

_OVER = (Status.TERMINATED, Status.ENDED)


class ContractVerb(StrEnum):
    """What can be done with a contract as a whole."""

    NOTICE = "notice"
    NOTE = "note"
    CASE = "case"
    REMOVE = "remove"


class ContractState(msgspec.Struct, frozen=True):
    """How a contract stands; `locked` says why nothing can be changed here, "" where it can.

    `attached` counts its cases and documents; `notice_on` is the day of a notice given, in words.
    """

    status: Status
    locked: str = ""
    notice_on: str = ""
    attached: int = 0


def contract_why_not(verb: ContractVerb, contract: ContractState) -> str:
    """Why something cannot be done with a contract now, as a sentence; "" where it can.

    A notice ends an agreement that runs, once. What has cases or documents is part of the record.
    """
    if contract.locked:
        return contract.locked
    if verb is ContractVerb.NOTICE:
        if contract.status in _OVER:
            return sentence("verb-contract-over", status=contract.status.value)
        if contract.notice_on:
            return sentence("verb-notice-given", day=contract.notice_on)
    if verb is ContractVerb.REMOVE and contract.attached:
        return sentence("contract-has-cases", count=contract.attached)
    return ""
