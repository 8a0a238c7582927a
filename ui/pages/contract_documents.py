"""The documents of a contract and of all its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.cases.document_views import documents_of_contract
from ui.pages.document_shelf import DocumentShelf, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.cases.case_end_views import CaseLine
    from areateam.contracts.contract_views import ContractRecord
    from ui.desk import Desk

_EMPTY = (
    "Nothing is filed here yet. Drop files on this page, such as the signed contract, or choose"
    " them with “File documents…”. What is filed at a case of this contract stands here too."
)


class ContractDocuments(DocumentShelf):
    """`show_contract(record, cases)`; new documents are filed at the contract itself."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Drop to file at this contract", "Case", _EMPTY)

    def show_contract(self, record: ContractRecord, cases: Sequence[CaseLine]) -> None:
        """Show what is filed at a contract and at its cases."""
        desk = self._desk
        why_not = "" if desk.writable else "Nothing can be changed here now."
        titles = {line.id: line.title for line in cases}
        found = documents_of_contract(desk.connection, record.id)
        if desk.looks_back:
            found = [each for each in found if each.dated_on <= desk.today.isoformat()]
        belongs = {each.id: titles.get(each.case or 0, "") for each in found}
        self.show_documents(Place(record.id, None, record.name, why_not), found, belongs)
