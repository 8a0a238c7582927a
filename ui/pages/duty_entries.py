"""What is entered into a matrix beside its cells: functions, bodies, people to ring."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.fields import Choice, Field, Kind
from areateam.core.wording import problem_sentence
from areateam.duties.cell_views import consequences, with_body_days
from areateam.duties.contact_actions import add_contact, end_contact, name_person
from areateam.duties.duty_actions import (
    add_body,
    add_function,
    rename_body,
    rename_function,
    set_body_days,
)
from areateam.organisations.person_actions import entered
from areateam.orphans import people_who_stay
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.dialogs.people_asked import PeopleAsked
from ui.style.marks import Shape
from ui.widgets.buttons import make_button
from ui.widgets.spans import Span
from ui.widgets.write_lock import add_writing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from areateam.core.fields import Value
    from areateam.core.problems import Problem
    from areateam.duties.duty_views import BodyView, FunctionView, MatrixView
    from areateam.ledger.ledger import Write
    from areateam.organisations.people_views import Named
    from ui.desk import Desk

_GAP = "\N{NO-BREAK SPACE}" * 2
_ALL = "all"
_CODE = Field("code", "Code", required=True, max_length=12)
_NAME = Field("name", "Name", required=True)
_FIRST, _LAST = Field("first", "From", Kind.DATE), Field("last", "Until", Kind.DATE)
_AREA = Field("area", "Heading", help="What it belongs to")
_KEPT = "Its code, and everything that hangs on it, stays."
_SAID, _WIDE = 2, 600

Stated = dict[str, "Value"]


class DutyEntries(QObject):
    """`button` opens the menu; each entry asks in a panel and writes one step."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._matrix: MatrixView | None = None
        self.panel: AskPanel | None = None
        self.standing: Callable[[], tuple[FunctionView | None, BodyView | None]] = _nowhere
        """Which function and which body are current in the matrix."""
        self.button = make_button(
            f"Change{_GAP}", writes=True, icon_name="down", on_click=self.open_menu
        )
        self.button.setAccessibleName("Change the matrix")
        # The arrow follows the word, as on every button that opens a menu.
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.menu = QMenu(parent)
        self.menu.setAccessibleName("Change the matrix")
        add_writing(self.menu, "Add a function…", self.ask_function)
        add_writing(self.menu, "Add a body…", self.ask_body)
        add_writing(self.menu, "Rename a function…", self.rename_function)
        add_writing(self.menu, "Rename a body…", self.rename_body)
        add_writing(self.menu, "Set the days of a body…", self.ask_days)
        add_writing(self.menu, "Name whom to ring…", partial(self.ask_contact, None, None))

    def show_matrix(self, matrix: MatrixView) -> None:
        """Enter into another matrix from now on."""
        self._matrix = matrix

    def open_menu(self) -> None:
        """Show what can be entered."""
        self.menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _ask(
        self,
        panel: AskPanel,
        label: Callable[[Stated], str],
        act: Callable[[Write, Stated], object],
        anchor: QWidget | None = None,
        check: Callable[[Stated], bool] = lambda _: True,
    ) -> None:
        """Open a panel; what it states, if it bears a check, is written as one step."""
        self.panel = panel
        asked_at = anchor or self.button

        def refused(problem: Problem) -> None:
            panel.refuse(problem_sentence(problem))

        def agreed() -> None:
            stated = panel.stated()
            if stated is not None and check(stated):
                panel.wait()
                self._desk.write(
                    label(stated),
                    lambda write: act(write, stated),
                    lambda _: panel.left.emit(),
                    refused,
                )

        panel.agreed.connect(agreed)
        open_panel(asked_at.window(), panel, asked_at)

    # ---- functions and bodies

    def ask_function(self) -> None:
        """Ask for a function and add it at the foot of the matrix."""
        matrix = self._known()
        groups = tuple(Choice(key, each.label) for key, each in self._desk.catalogue.groups.items())
        lines = (
            AskLine(_CODE),
            AskLine(_NAME),
            AskLine(_AREA),
            AskLine(Field("group", "Contracts of", Kind.CHOICE, choices=groups)),
        )

        def act(write: Write, stated: Stated) -> object:
            texts = [_text(stated, key) for key in ("code", "name", "area", "group")]
            return add_function(write, matrix.head.id, *texts)

        words = "It has no accountable body until one is given an A."
        panel = AskPanel("Add a function", "Add", lines, words=words)
        self._ask(panel, lambda stated: f"Add function {stated['code']}", act)

    def ask_body(self) -> None:
        """Ask for a body and add it as the last column."""
        matrix = self._known()
        lines = (
            AskLine(_CODE), AskLine(_NAME), AskLine(_FIRST), AskLine(_LAST, beside=True)
        )  # fmt: skip

        def act(write: Write, stated: Stated) -> object:
            code, name = _text(stated, "code"), _text(stated, "name")
            return add_body(write, matrix.head.id, code, name, *_days(stated))

        words = "Its column is shown as soon as it holds anything: choose it with a first cell."
        panel = AskPanel("Add a body", "Add", lines, words=words)
        self._ask(panel, lambda stated: f"Add body {stated['code']}", act)

    def rename_function(self) -> None:
        """Ask what a function is called, the current one first, and its heading."""
        functions = {each.code: each for each in self._known().functions}
        current = self.standing()[0] or next(iter(functions.values()))
        offered = tuple(Choice(code, f"{code} {each.name}") for code, each in functions.items())
        lines = (
            AskLine(Field("code", "Function", Kind.CHOICE, choices=offered, required=True),
                    current.code),
            AskLine(_NAME, current.name),
            AskLine(_AREA, current.area),
        )  # fmt: skip
        panel = AskPanel("Rename a function", "Rename", lines, words=_KEPT, width=_WIDE)

        def picked(_: int) -> None:
            chosen = functions[panel.text_of("code")]
            panel.fill("name", chosen.name)
            panel.fill("area", chosen.area)

        def act(write: Write, stated: Stated) -> None:
            function = functions[_text(stated, "code")].id
            rename_function(write, function, _text(stated, "name"), _text(stated, "area"))

        panel.on_pick("code", picked)
        self._ask(panel, lambda stated: f"Rename function {stated['code']}", act)

    def rename_body(self) -> None:
        """Ask what a body is called, the current one first."""
        matrix = self._known()
        bodies = {each.code: each for each in matrix.bodies}
        current = self.standing()[1] or matrix.bodies[0]
        lines = (AskLine(_body_field(matrix.bodies), current.code), AskLine(_NAME, current.name))
        panel = AskPanel("Rename a body", "Rename", lines, words=_KEPT, width=_WIDE)

        def act(write: Write, stated: Stated) -> None:
            rename_body(write, bodies[_text(stated, "body")].id, _text(stated, "name"))

        panel.on_pick("body", lambda _: panel.fill("name", bodies[panel.text_of("body")].name))
        self._ask(panel, lambda stated: f"Rename body {stated['body']}", act)

    def ask_days(self) -> None:
        """Ask from when to when a body exists, and say what that leaves without a body."""
        matrix = self._known()
        bodies = {body.code: body for body in matrix.bodies}
        first = matrix.bodies[0]
        lines = (
            AskLine(_body_field(matrix.bodies), first.code),
            AskLine(_FIRST, _iso(first.exists.first)),
            AskLine(_LAST, _iso(first.exists.last), beside=True),
        )
        panel = AskPanel("The days of a body", "Change", lines)

        def picked(_: int) -> None:
            body = bodies[panel.text_of("body")]
            for key, day in (("first", body.exists.first), ("last", body.exists.last)):
                panel.fill(key, format_date(day.isoformat()) if day else "")

        def look() -> None:
            stated = panel.stated()
            if stated is not None:
                body = bodies[_text(stated, "body")]
                made = consequences(matrix, with_body_days(matrix, body, *_days(stated)))
                panel.say(consequence_spans(made))

        def act(write: Write, stated: Stated) -> None:
            set_body_days(write, bodies[_text(stated, "body")].id, *_days(stated))

        panel.on_pick("body", picked)
        panel.changed.connect(look)
        self._ask(panel, lambda stated: f"Days of {stated['body']}", act)

    # ---- people

    def ask_contact(
        self, function: FunctionView | None, body: BodyView | None, anchor: QWidget | None = None
    ) -> None:
        """Ask whom to ring at a body, for a function or for everything."""
        matrix = self._known()
        own = next((each for each in matrix.bodies if each.own), matrix.bodies[0])
        lines = [
            AskLine(_body_field(matrix.bodies), (body or own).code),
            AskLine(Field("person", "Who", required=True)),
            AskLine(Field("phone", "Phone", Kind.PHONE)),
            AskLine(Field("email", "Email", Kind.EMAIL), beside=True),
            AskLine(Field("deputy", "Deputy")),
            AskLine(_FIRST),
            AskLine(_LAST, beside=True),
        ]
        if function is not None:
            offered = (Choice(function.code, f"{function.code} only"), Choice(_ALL, "Everything"))
            about = Field("about", "For", Kind.CHOICE, choices=offered, required=True)
            lines.insert(1, AskLine(about, function.code))
        bodies = {each.code: each for each in matrix.bodies}

        def act(write: Write, stated: Stated) -> object:
            at = bodies[_text(stated, "body")]
            only = function if function and stated["about"] != _ALL else None
            phone, email = _text(stated, "phone"), _text(stated, "email")
            person, deputy = meant[0], meant[1] if len(meant) > 1 else None
            first, last = _days(stated)
            return add_contact(
                write,
                at.id,
                entered(write, person, own=at.own, phone=phone, email=email),
                function=only.id if only else None,
                deputy=entered(write, deputy, own=at.own) if deputy else None,
                first=first,
                last=last,
            )

        panel = AskPanel("Whom to ring", "Name", lines)
        asked = PeopleAsked(self._desk, panel)
        meant: list[Named] = []

        def known(stated: Stated) -> bool:
            names = [_text(stated, key) for key in ("person", "deputy")]
            found = asked.meant(*names, own=bodies[_text(stated, "body")].own)
            meant[:] = found or ()
            return found is not None

        def label(stated: Stated) -> str:
            return f"{meant[0].name} answers at {stated['body']}"

        self._ask(panel, label, act, anchor, check=known)

    def ask_end(self, contact: int, anchor: QWidget) -> None:
        """Ask for the last day on which somebody is to be rung."""
        named = next(each for each in self._known().contacts if each.id == contact)
        field = Field("last", "Last day", Kind.DATE, required=True)
        about = named.function or "everything"
        panel = AskPanel(
            f"{named.person}, for {about}", "End", (AskLine(field, _iso(self._desk.today)),)
        )

        def act(write: Write, stated: Stated) -> None:
            end_contact(write, contact, date.fromisoformat(_text(stated, "last")))

        self._ask(panel, lambda _: f"{named.person} no longer at {named.body}", act, anchor)

    def ask_names(self, functions: Sequence[str], day: date, anchor: QWidget) -> None:
        """Ask for one person of ours for several functions, all of them ticked off at once."""
        matrix = self._known()
        own = next(each for each in matrix.bodies if each.own)
        ids = {each.code: each.id for each in matrix.functions}
        people = people_who_stay(self._desk.connection, day)
        who = tuple(Choice(str(person), name) for person, name in people.items())
        which = (
            Choice(_ALL, f"All {len(functions)}"),
            *(
                Choice(f.code, f"{f.code} {f.name}")
                for f in matrix.functions
                if f.code in functions
            ),
        )
        lines = (
            AskLine(Field("which", "For", Kind.CHOICE, choices=which, required=True), _ALL),
            AskLine(Field("person", "Who", Kind.CHOICE, choices=who, required=True)),
            AskLine(Field("first", "From", Kind.DATE, required=True), _iso(day)),
        )

        def act(write: Write, stated: Stated) -> None:
            wanted = functions if stated["which"] == _ALL else [_text(stated, "which")]
            first = date.fromisoformat(_text(stated, "first"))
            person = int(_text(stated, "person"))
            name_person(write, own.id, person, [ids[code] for code in wanted], first)

        def label(stated: Stated) -> str:
            about = (
                counted(len(functions), "function") if stated["which"] == _ALL else stated["which"]
            )
            return f"{people[int(_text(stated, 'person'))]} for {about}"

        panel = AskPanel("Name people", "Name", lines, words=", ".join(functions))
        self._ask(panel, label, act, anchor)

    def _known(self) -> MatrixView:
        assert self._matrix is not None, "nothing is asked before a matrix is shown"
        return self._matrix


def _nowhere() -> tuple[FunctionView | None, BodyView | None]:
    return None, None


def consequence_spans(made: Sequence[str]) -> list[Span]:
    """The gaps and overlaps that a change would make, the first of them in words."""
    if not made:
        return [Span("No gap and no overlap comes of it.", mark=Shape.OK)]
    spans = [Span(f"{each} ", mark=Shape.LATE) for each in made[:_SAID]]
    if len(made) > _SAID:
        spans.append(Span(f"And {len(made) - _SAID:,} more.", mark=Shape.LATE))
    return spans


def _body_field(bodies: Sequence[BodyView]) -> Field:
    choices = tuple(Choice(body.code, f"{body.code} {body.name}") for body in bodies)
    return Field("body", "Body", Kind.CHOICE, choices=choices, required=True)


def _text(stated: Stated, key: str) -> str:
    value = stated[key]
    return "" if value is None else str(value).strip()


def _days(stated: Stated) -> tuple[date | None, date | None]:
    first, last = _text(stated, "first"), _text(stated, "last")
    return (
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
