"""The panels that open a case from the list: which procedure, at what, and who applies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.cases.applicant_actions import SITE_FIELDS, NewApplicant
from areateam.catalogue.procedure_definitions import Risk, Subject
from areateam.core.fields import Choice, Field, Kind
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.open_case_panel import RISKS
from ui.forms.value_editors import ChoiceEditor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from areateam.catalogue.catalogue import Catalogue
    from areateam.catalogue.procedure_definitions import Procedure, Procedures
    from areateam.core.fields import Value

WIDTH = 460
_WORDS = {
    Subject.CONTRACT: "A contract",
    Subject.APPLICANT: "An applicant without a contract",
    Subject.PERSON: "A person",
}
_DAY = "day:"
_NAME_LENGTH = 120
_ASKED = tuple(key for key in SITE_FIELDS if key != "address_3")
"""What is asked of the premises: a low window has no room for a third line of the address."""

Found = "Callable[[str], list[tuple[int, str, str]]]"


class ChooseCasePanel(AskPanel):
    """`find(text)` gives the contracts that a text means: each its id, its group and its words."""

    def __init__(
        self, procedures: Procedures, find: Callable[[str], list[tuple[int, str, str]]]
    ) -> None:
        known = sorted(procedures.known.values(), key=lambda procedure: procedure.label)
        choices = tuple(Choice(each.key, each.label) for each in known)
        about = tuple(Choice(each.value, _WORDS[each]) for each in Subject)
        procedure = Field("procedure", "Procedure", Kind.CHOICE, choices=choices, required=True)
        super().__init__(
            "New case",
            "Choose",
            (
                AskLine(procedure),
                AskLine(Field("about", "About", Kind.CHOICE, choices=about, required=True)),
                AskLine(Field("contract", "Contract", help="Number, code or name")),
            ),
            width=WIDTH,
        )
        self._procedures, self._find = procedures, find
        self._hits: list[tuple[int, str, str]] = []
        self._combo("procedure").currentIndexChanged.connect(lambda _: self._take_procedure())
        self._combo("about").currentIndexChanged.connect(lambda _: self.look())
        self.changed.connect(self.look)
        self._take_procedure()

    def procedure(self) -> Procedure:
        """The procedure picked."""
        return self._procedures.named(self.text_of("procedure"))

    def subject(self) -> Subject:
        """What the case is to be about."""
        return Subject(self.text_of("about"))

    def contracts(self) -> list[int]:
        """The contract that is meant, as a list of one; empty where none is."""
        groups = self.procedure().groups
        return [record for record, group, _ in self._hits if group in groups][:1]

    def why_not(self) -> str:
        """Why the verb cannot be pressed; "" where it can."""
        if self.subject() is not Subject.CONTRACT or self.contracts():
            return ""
        if not self.text_of("contract").strip():
            return "No contract is named yet."
        if self._hits:
            return f"“{self.procedure().label}” is not for {self._hits[0][2]}."
        return "No contract is called so."

    def look(self) -> None:
        """Look for the contract, and say what would be opened where."""
        contract = self.subject() is Subject.CONTRACT
        self.editors["contract"].setEnabled(contract)
        self._hits = self._find(self.text_of("contract")) if contract else []
        why = self.why_not()
        words = self.procedure().about
        if contract and self.text_of("contract").strip():
            found = self.contracts()
            words = why or next(told for record, _, told in self._hits if record == found[0])
        self.say(words)
        self.set_verb("Choose", why_not=why)

    def _take_procedure(self) -> None:
        """Offer what the procedure can be about."""
        about = self._combo("about")
        about.blockSignals(True)
        about.clear()
        for subject in self.procedure().subjects:
            about.addItem(_WORDS[subject], subject.value)
        about.setEnabled(about.count() > 1)
        about.blockSignals(False)
        self.look()

    def _combo(self, key: str) -> ChoiceEditor:
        editor = self.editors[key]
        assert isinstance(editor, ChoiceEditor)
        return editor


class ApplicantPanel(AskPanel):
    """Asks who applies, for what and where; `applicant` and `dates` read what was stated."""

    def __init__(
        self,
        catalogue: Catalogue,
        procedure: Procedure,
        subject: Subject,
        people: Sequence[Choice],
        pcts: Mapping[str, str],
        today: date,
    ) -> None:
        self.procedure, self.subject = procedure, subject
        name = "Performer" if subject is Subject.PERSON else "Applicant"
        lines = [AskLine(Field("name", name, max_length=_NAME_LENGTH, required=True))]
        if subject is Subject.APPLICANT:
            lines += _premises_lines(catalogue, procedure, pcts)
        else:
            groups = tuple(Choice(key, catalogue.groups[key].label) for key in procedure.groups)
            group = Field("group", "Group", Kind.CHOICE, choices=groups, required=True)
            lines.append(AskLine(group))
        received = Field("received", "Received", Kind.DATE, required=True)
        risk = Field("risk", "Risk", Kind.CHOICE, choices=RISKS, required=True)
        lines.append(AskLine(received, today.isoformat()))
        lines += [
            AskLine(Field(f"{_DAY}{spec.key}", spec.label, Kind.DATE)) for spec in procedure.date
        ]
        lines += [
            AskLine(Field("value", "Value", Kind.MONEY)),
            AskLine(risk, Risk.MEDIUM.value),
            AskLine(Field("manager", "Manager"), None, tuple(people)),
        ]
        super().__init__(
            f"New case: {procedure.title or procedure.label}",
            "Open case",
            lines,
            words="There is no contract until this is granted."
            if subject is Subject.APPLICANT
            else procedure.about,
            width=WIDTH,
        )
        self._catalogue = catalogue

    def applicant(self, stated: Mapping[str, Value]) -> NewApplicant:
        """Who applies."""
        if self.subject is Subject.PERSON:
            return NewApplicant(str(stated["name"]), str(stated["group"]))
        kind = str(stated["contract_type"])
        return NewApplicant(
            str(stated["name"]),
            self._catalogue.types[kind].group,
            kind,
            site={key: str(stated[key] or "") for key in _ASKED},
            pct=str(stated["pct"] or ""),
        )

    def dates(self, stated: Mapping[str, Value]) -> dict[str, str]:
        """The days of the procedure that were given."""
        return {
            key.removeprefix(_DAY): str(value)
            for key, value in stated.items()
            if key.startswith(_DAY) and value
        }


def _premises_lines(
    catalogue: Catalogue, procedure: Procedure, pcts: Mapping[str, str]
) -> list[AskLine]:
    """What is applied for, where, and in which PCT."""
    kinds = tuple(
        Choice(kind.key, kind.label)
        for group in procedure.groups
        for kind in catalogue.types_of(group)
        if not kind.is_unstated
    )
    places = tuple(Choice(code, f"{code} {name}") for code, name in pcts.items())
    kind = Field("contract_type", "Applies for", Kind.CHOICE, choices=kinds, required=True)
    return [
        AskLine(kind),
        *(AskLine(catalogue.site_fields[key]) for key in _ASKED),
        AskLine(Field("pct", "PCT"), None, places),
    ]
