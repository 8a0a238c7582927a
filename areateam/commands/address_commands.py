"""The command about the area team's own address, which stands at the head of its letters."""

from __future__ import annotations

from argparse import Namespace

from areateam.commands.output import give, say
from areateam.commands.stated_values import paired
from areateam.core.fields import Value
from areateam.core.findings import Fault
from areateam.core.problems import UserProblem
from areateam.core.values import parse_value
from areateam.office import Office
from areateam.organisations.team_address_actions import set_team_address
from areateam.organisations.team_address_views import FIELDS, team_address


def run_address(office: Office, options: Namespace) -> int:
    """Show the address, or change what is stated of it; a field without a value is taken away."""
    held = team_address(office.store.connection)
    operation = None
    if options.values:
        stated: dict[str, Value] = {**held.values}
        for word in options.values:
            key, text = paired(word)
            stated[key] = _read(key, text)
        label = "The area team's address"
        operation = office.write(label, lambda write: set_team_address(write, stated)).operation
        held = team_address(office.store.connection)
    for line in filter(None, (held.name, *held.lines)):
        say(options, line)
    if not held.values:
        say(options, "No address is entered. Letters begin with the name alone.")
    give(options, {"address": held.values, "operation": operation})
    return 0


def _read(key: str, text: str) -> Value:
    field = next((each for each in FIELDS if each.key == key), None)
    if field is None:
        raise UserProblem("unknown-field", name=key, known=", ".join(f.key for f in FIELDS))
    value = parse_value(field, text)
    if isinstance(value, Fault):
        raise UserProblem(value.code, label=field.label, value=text, detail=value.detail)
    return value
