"""Letters as Word files: fills a template, and says what a template that a user brings asks for.

The libraries are imported on use. A template may name fields and go through lists, and nothing
else: no call, no filter, no attribute that is no field.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from areateam.catalogue.letter_definitions import FIELD_LABELS, LetterSpec
from areateam.core.problems import FileProblem

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

LISTS = ("sender_lines", "address", "paragraphs", "signature")
"""What a template goes through line by line."""
SUBJECT = "letter.subject"
MOST_UNPACKED = 100_000_000
"""The most bytes that a template may have once unpacked."""
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
"""What of a file's own properties is filled like its text."""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FOR = re.compile(r"\{%p?\s*for (\w+) in (\w+)\s*%\}")
_MARK = re.compile(r"\{%.*?%\}")
_FIELD = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
_ITEM = re.compile(r"\{\{ (\w+) \}\}")
_EPOCH = (2012, 4, 1, 0, 0, 0)


def make_letter(
    template: bytes,
    fields: Mapping[str, Mapping[str, str]],
    lists: Mapping[str, Sequence[str]],
    *,
    title: str,
    author: str,
    dated: date,
) -> bytes:
    """The Word file of a letter: the same inputs give the same bytes.

    Raises FileProblem("template-unreadable") where the template is none.
    """
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    word = _opened(template)
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        word.render({**fields, **lists}, environment, autoescape=True)
    except TemplateError as error:
        raise FileProblem("template-unreadable", "template", reason=str(error)) from error
    assert word.docx is not None
    known = word.docx.core_properties
    known.title, known.author, known.last_modified_by = title[:255], author[:255], author[:255]
    known.created = known.modified = datetime(dated.year, dated.month, dated.day)  # noqa: DTZ001 - the format keeps a day without a zone
    known.revision = 1
    made = io.BytesIO()
    word.save(made)
    return _with_fixed_times(made.getvalue())


def template_fields(
    template: bytes, name: str = "template", spec: LetterSpec | None = None
) -> list[str]:
    """The fields that a template asks for, in their order; its lists are left out.

    What a person fills in, `ask.reason`, may be named where the letter `spec` asks for it. Raises
    FileProblem: template-unreadable, template-field-unknown with the field's name,
    template-not-plain for what does more than name fields, template-links-out.
    """
    from jinja2 import TemplateError, nodes
    from jinja2.sandbox import SandboxedEnvironment

    asks = spec.ask if spec else ()
    found: dict[str, None] = {}
    word = _opened(template, name)
    _refuse_links(word, name)
    for text in _texts(word):
        try:
            tree = SandboxedEnvironment().parse(text)
        except TemplateError as error:
            raise FileProblem("template-unreadable", name, reason=str(error)) from error
        for node in tree.find_all(nodes.Node):
            _check_node(node, name)
        found |= dict.fromkeys(_fields_of(tree, name, {f"ask.{ask.key}" for ask in asks}))
    return list(found)


def template_body(template: bytes) -> tuple[str, ...]:
    """The paragraphs of a template, its marks and fields left as they stand.

    The head and the foot of the page are a matter of paper, and are left out. Raises
    FileProblem("template-unreadable").
    """
    word = _opened(template)
    assert word.docx is not None
    return tuple(_body_paragraphs(word.docx))


def letter_lines(body: Sequence[str], spec: LetterSpec) -> tuple[str, ...]:
    """What a letter says on a template with that body: its own paragraphs and subject in place."""
    lists: dict[str, str] = {}
    found: list[str] = []
    for text in body:
        lists |= dict(_FOR.findall(text))
        plain = _FIELD.sub(r"{{ \1 }}", " ".join(_MARK.sub("", text).split()))
        looped = _ITEM.fullmatch(plain)
        if looped and lists.get(looped[1]) == "paragraphs":
            found += spec.paragraphs
        else:
            for item, name in lists.items():
                plain = plain.replace(f"{{{{ {item} }}}}", f"{{{{ {name} }}}}")
            found.append(plain.replace(f"{{{{ {SUBJECT} }}}}", spec.subject))
    return tuple(filter(None, found))


def template_with_words(template: bytes, paragraphs: Sequence[str]) -> bytes:
    """A template that has these paragraphs, three or more, where the letter's own would stand."""
    word = _opened(template)
    assert word.docx is not None
    found = word.docx.paragraphs
    at = next(n for n, each in enumerate(found) if each.text == "{{ paragraph }}")
    first, item, last = found[at - 1 : at + 2]
    first.style = last.style = item.style
    first.text, item.text, *between, last.text = paragraphs
    for text in between:
        last.insert_paragraph_before(text, item.style)
    made = io.BytesIO()
    word.docx.save(made)
    return _with_fixed_times(made.getvalue())


def _body_paragraphs(document: Any) -> Iterator[str]:
    """The text of every paragraph of the body, those of a box in one apart from it."""
    paragraph, text = (f"{{{_WORD}}}{name}" for name in ("p", "t"))
    for each in document.element.body.iter(paragraph):
        parts = (t.text or "" for t in each.iter(text) if next(t.iterancestors(paragraph)) is each)
        yield "".join(parts)


def _opened(template: bytes, name: str = "template") -> DocxTemplate:
    from docxtpl import DocxTemplate

    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > MOST_UNPACKED:
            raise FileProblem("template-unreadable", name, reason="it is too large")
        word = DocxTemplate(io.BytesIO(template))
        word.init_docx()
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise FileProblem("template-unreadable", name, reason="it is no Word document") from error
    return word


def _texts(word: DocxTemplate) -> list[str]:
    """The parts of a template in which fields stand, as the filling reads them."""
    texts = [word.patch_xml(word.get_xml())]
    for kind in (word.HEADER_URI, word.FOOTER_URI):
        texts += (
            word.patch_xml(word.get_part_xml(part)) for _, part in word.get_headers_footers(kind)
        )
    assert word.docx is not None
    texts += (
        word.patch_xml(part.blob.decode("utf-8", "replace"))
        for part in word.docx.part.package.parts
        if part.content_type.endswith("footnotes+xml")
    )
    texts += (getattr(word.docx.core_properties, name) for name in _PROPERTIES)
    return texts


def _refuse_links(word: DocxTemplate, name: str) -> None:
    """Refuse what Word would fetch from elsewhere on opening; a link to be followed is none."""
    assert word.docx is not None
    for part in (word.docx.part.package, *word.docx.part.package.parts):
        for link in part.rels.values():
            if link.is_external and not link.reltype.endswith("/hyperlink"):
                raise FileProblem("template-links-out", name)


def _plain_loop(node: Any) -> bool:
    from jinja2 import nodes

    return (
        isinstance(node.iter, nodes.Name)
        and isinstance(node.target, nodes.Name)
        and node.iter.name in LISTS
        and not node.else_
        and not node.test
        and not node.recursive
    )


def _check_node(node: Any, name: str) -> None:
    from jinja2 import nodes

    plain = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr)
    if not isinstance(node, plain) and not (isinstance(node, nodes.For) and _plain_loop(node)):
        raise FileProblem("template-not-plain", name, line=type(node).__name__.lower())


def _fields_of(tree: Any, name: str, asks: Container[str]) -> list[str]:
    from jinja2 import nodes

    looped = {node.target.name for node in tree.find_all(nodes.For)}

    found, owners = [], set()
    for node in tree.find_all(nodes.Getattr):
        own = f"{node.node.name}.{node.attr}" if isinstance(node.node, nodes.Name) else node.attr
        owners.add(own.partition(".")[0])
        found.append(own)
    names = {node.name for node in tree.find_all(nodes.Name)} - owners
    known = {*FIELD_LABELS, SUBJECT}
    unknown = [own for own in found if own not in known and own not in asks]
    unknown += sorted(names - looped - set(LISTS))
    if unknown:
        raise FileProblem("template-field-unknown", name, field=unknown[0])
    return [own for own in found if own != SUBJECT]


def _with_fixed_times(content: bytes) -> bytes:
    """The same package with one time on every part, so that the same letter is the same file."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as packed,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for entry in packed.infolist():
            part = zipfile.ZipInfo(entry.filename, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            out.writestr(part, packed.read(entry.filename))
    return made.getvalue()
