"""What a case is opened with when something in the register calls for it: an outlier, a finding."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.procedure_definitions import Procedures, Risk, Subject
from areateam.core.problems import UserProblem

_BLANKS = {"words": "", "ref": ""}


class CaseTemplate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A procedure with its first facts; `note` may have {words} and {ref} of the source."""

    key: str
    label: str
    procedure: str
    note: str
    title: str = ""
    risk: Risk = Risk.MEDIUM


class TemplateSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Templates for one kind of source, which `word` names: "Import finding"."""

    word: str
    template: tuple[CaseTemplate, ...]


class CaseTemplates(msgspec.Struct, frozen=True):
    """The templates by the kind of their source: "finding", "outlier" or "task"."""

    sources: dict[str, TemplateSource]

    def named(self, key: str) -> tuple[TemplateSource, CaseTemplate]:
        """A template with its source; UserProblem("case-template-unknown")."""
        known = []
        for source in self.sources.values():
            for template in source.template:
                if template.key == key:
                    return source, template
                known.append(template.key)
        raise UserProblem("case-template-unknown", template=key, known=", ".join(known))

    def fitting(self, kind: str, group: str, procedures: Procedures) -> tuple[CaseTemplate, ...]:
        """The templates for a kind of source whose procedure is for contracts of a group."""
        return tuple(
            template
            for template in self.sources[kind].template
            if group in procedures.named(template.procedure).groups
        )


@cache
def read_case_templates(folder: Path) -> CaseTemplates:
    """The templates of a folder, one file for each kind of source; CatalogueProblem if faulty."""
    faults: list[str] = []
    found: dict[str, TemplateSource] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            text = tomllib.loads(path.read_text(encoding="utf-8"))
            found[path.stem] = msgspec.convert(text, TemplateSource)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as why:
            faults.append(f"{path}: {why}")
    if faults:
        raise CatalogueProblem(faults)
    return CaseTemplates(found)


def template_faults(templates: CaseTemplates, procedures: Procedures) -> Iterator[str]:
    """What is wrong with what templates name."""
    keys = [each.key for source in templates.sources.values() for each in source.template]
    yield from (f"template {key} stands twice" for key in set(keys) if keys.count(key) > 1)
    for source in templates.sources.values():
        for each in source.template:
            procedure = procedures.known.get(each.procedure)
            if procedure is None:
                yield f"{each.key}: there is no procedure {each.procedure}"
            elif Subject.CONTRACT not in procedure.subjects:
                yield f"{each.key}: {each.procedure} is not for contracts"
            try:
                each.note.format(**_BLANKS)
            except (KeyError, ValueError, IndexError):
                yield f"{each.key}: the note has a blank that no source fills"
