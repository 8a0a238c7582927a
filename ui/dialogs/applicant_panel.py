"""The panels that open a case from the list: which procedure, at what, and who applies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.cases.applicant_actions import SITE_FIELDS, NewApplicant
from areateam.catalogue.procedure_definitions import Risk, Subject
from areateam.core.fields import Choice, Field, Kind
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.open_case_panel import BY_PORTFOLIO, OWN, RISKS
from ui.forms.value_editors import ChoiceEditor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from areateam.cases.applicant_views import KnownContractor
    from areateam.catalogue.catalogue import Catalogue
    from areateam.catalogue.procedure_definitions import Procedure, Procedures
    from areateam.core.fields import Value

WIDTH = 460
_APPLICANT_WIDTH = 560
_WORDS = {
    Subject.CONTRACT: "A contract",
    Subject.APPLICANT: "An applicant without a contract",
    Subject.PERSON: "A person",
}
_DAY = "day:"
_NAME_LENGTH = 120
_ASKED = tuple(key for key in SITE_FIELDS if key != "address_3")
"""What is asked of the premises: a low window has no room for a third line of the address."""

_NEW = Choice("", "New in the register")
_NO_CONTRACT = "There is no contract until this is granted."


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
            lines.append(AskLine(Field("contractor", "Contractor"), None, (_NEW,)))
            lines += _premises_lines(catalogue, procedure, pcts)
        else:
            groups = tuple(Choice(key, catalogue.groups[key].label) for key in procedure.groups)
            group = Field("group", "Group", Kind.CHOICE, choices=groups, required=True)
            lines.append(AskLine(group))
        received = Field("received", "Received", Kind.DATE, required=True)
        risk = Field("risk", "Risk", Kind.CHOICE, choices=RISKS, required=True)
        lines.append(AskLine(received, today.isoformat()))
        lines.append(AskLine(Field("value", "Value", Kind.MONEY), beside=True))
        lines += [
            AskLine(Field(f"{_DAY}{spec.key}", spec.label, Kind.DATE)) for spec in procedure.date
        ]
        lines += [
            AskLine(risk, Risk.MEDIUM.value),
            AskLine(Field("manager", "Manager"), OWN, (BY_PORTFOLIO, *people), beside=True),
        ]
        super().__init__(
            f"New case: {procedure.title or procedure.label}",
            "Open case",
            lines,
            words=_NO_CONTRACT if subject is Subject.APPLICANT else procedure.about,
            width=_APPLICANT_WIDTH,
        )
        self._catalogue = catalogue
        self._names: dict[str, str] = {}
        if subject is Subject.APPLICANT:
            self.show_known([])
            self.on_pick("contractor", lambda _: self._take_contractor())

    def show_known(self, found: Sequence[KnownContractor]) -> None:
        """Offer the contractors that are called like what is typed; the one picked stays."""
        editor = self.editors["contractor"]
        assert isinstance(editor, ChoiceEditor)
        picked, words = editor.text(), editor.currentText()
        editor.blockSignals(True)
        editor.clear()
        editor.addItem(_NEW.label, _NEW.value)
        self._names = {str(each.id): each.name for each in found}
        for each in found:
            editor.addItem(_known_words(each), str(each.id))
        if picked and picked not in self._names:
            editor.addItem(words, picked)
        editor.setCurrentIndex(max(editor.findData(picked), 0))
        editor.blockSignals(False)
        if found and not picked:
            self.say(f"{_called(len(found))} in the register already: see Contractor.")
        else:
            self.say(_NO_CONTRACT)

    def _take_contractor(self) -> None:
        """Name the applicant as the contractor that was picked."""
        name = self._names.get(self.text_of("contractor"))
        if name:
            self.fill("name", name)

    def applicant(self, stated: Mapping[str, Value]) -> NewApplicant:
        """Who applies."""
        if self.subject is Subject.PERSON:
            return NewApplicant(str(stated["name"]), str(stated["group"]))
        kind = str(stated["contract_type"])
        return NewApplicant(
            str(stated["name"]),
            self._catalogue.types[kind].group,
            kind,
            contractor=int(str(stated["contractor"])) if stated["contractor"] else None,
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


def _known_words(contractor: KnownContractor) -> str:
    many = contractor.contracts
    return f"{contractor.name}, {many:,} {'contract' if many == 1 else 'contracts'}"


def _called(count: int) -> str:
    return "One contractor is called so" if count == 1 else f"{count:,} contractors are called so"


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
        AskLine(Field("pct", "PCT"), None, places, beside=True),
    ]
