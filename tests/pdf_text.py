"""Reads the text of a PDF as a reader's search would, to prove what stands in it and what not."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\n?endstream", re.DOTALL)
_FONT_USE = re.compile(rb"/(F\d+) (\d+) 0 R")
_TO_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_RANGE = re.compile(rb"<([0-9a-fA-F]+)> <([0-9a-fA-F]+)> (\[[^]]*\]|<[0-9a-fA-F]+>)")
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9a-fA-F]+)>")


def all_bytes(path: Path) -> bytes:
    """Every byte of a PDF with its compressed parts unpacked."""
    return b"\n".join(_unpacked(body) for _, body in _objects(path).items())


def pdf_text(path: Path) -> str:
    """The text of all pages, without the spaces between pieces."""
    objects = _objects(path)
    fonts: dict[bytes, dict[int, str]] = {}
    for body in objects.values():
        for name, number in _FONT_USE.findall(body):
            found = _TO_UNICODE.search(objects.get(int(number), b""))
            if found:
                fonts[name] = _glyphs(_unpacked(objects[int(found[1])]))
    pages = [body for body in map(_unpacked, objects.values()) if b" Tf" in body]
    return "".join(_drawn(body, fonts) for body in pages).replace("\t", " ")


def _objects(path: Path) -> dict[int, bytes]:
    return {int(number): body for number, body in _OBJECT.findall(path.read_bytes())}


def _unpacked(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if found is None:
        return body
    try:
        return zlib.decompressobj().decompress(found[1])
    except zlib.error:
        return body


def _glyphs(table: bytes) -> dict[int, str]:
    """Which glyph means which letter."""
    found: dict[int, str] = {}
    for first, last, meaning in _RANGE.findall(table):
        low, high = int(first, 16), int(last, 16)
        codes = [int(code, 16) for code in re.findall(rb"<([0-9a-fA-F]+)>", meaning)]
        for place, glyph in enumerate(range(low, high + 1)):
            code = codes[place] if place < len(codes) else codes[0] + place
            found[glyph] = chr(code)
    return found


def _drawn(body: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    """The letters that a page draws, in the order of drawing."""
    letters: list[str] = []
    glyphs: dict[int, str] = {}
    for font, text in _SHOWN.findall(body):
        if font:
            glyphs = fonts.get(font, {})
        codes = (int(text[place : place + 4], 16) for place in range(0, len(text), 4))
        letters += [glyphs.get(code, "") for code in codes]
    return "".join(letters)
