"""Every action on a contract, in every state there is: allowed, or said why not."""

from __future__ import annotations

from itertools import product

import pytest

from areateam.contracts.contract_rules import Status
from areateam.contracts.contract_verb_rules import (
    ContractState,
    ContractVerb,
    contract_why_not,
)

LOCKED = "The register is open for reading only."


@pytest.mark.parametrize("verb", list(ContractVerb))
def test_a_contract_says_of_each_action_why_not_in_every_state(verb: ContractVerb) -> None:
    for status, locked, notice, attached in product(
        Status, ("", LOCKED), ("", "3 Sep 2012"), (0, 1, 12)
    ):
        why = contract_why_not(verb, ContractState(status, locked, notice, attached))
        if locked:
            assert why == LOCKED
        elif verb is ContractVerb.NOTICE and status in (Status.TERMINATED, Status.ENDED):
            assert why == (
                f"The contract is {status.value} already; there is nothing to give notice of."
            )
        elif verb is ContractVerb.NOTICE and notice:
            assert why == "Notice was given on 3 Sep 2012. Change that day in its place."
        elif verb is ContractVerb.REMOVE and attached:
            assert f"name the contract, {attached} in all" in why
        else:
            assert why == ""
