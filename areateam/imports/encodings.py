"""What the bytes of a file are: one pass gives digest, encoding, line ends and a first sample."""

from __future__ import annotations

import codecs
import hashlib
import re
import stat
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, AnyStr, Generic

import msgspec

from areateam.core.problems import FileProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 1 << 20
SAMPLE_BYTES = 1 << 18
LINE_CAP = 50_000_000
"""The longest line that is read, in bytes (in characters where the text is decoded first)."""

FOREIGN_SHARE = 0.15
"""Above this share of bytes over 0x7F a text that is not UTF-8 is in no Western language."""

UNDEFINED_1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
UNDEFINED_ERRORS = "areateam-undefined-1252"
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
UTF16 = ("utf-16-le", "utf-16-be")

_ASCII_AND_NOT_SIGN = bytes(range(128)) + b"\xac"
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS = frozenset(b"0123456789")
_BLANKS = frozenset(b" \t,\"'(\r\n")
# Letters of cp850 that in cp1252 are undefined or signs which never stand between two letters.
_ACCENTS_850 = frozenset(b"\x81\x82\x84\x87\x88\x89\x8b\x8d\x90\x93\x94\xa1\xa2\xa4")


class Survey(msgspec.Struct, frozen=True):
    """What one pass over a text file found.

    `newline` is the line end in use, or "mixed"; `lines` counts line ends. `sample` is the
    text of the first `SAMPLE_BYTES` bytes without byte order mark, `whole` whether that is
    the whole file. `undefined`: bytes stand in it that cp1252 does not define. `mixed`: some
    of its characters are UTF-8 although the file as a whole is not.
    """

    sha256: str
    size: int
    encoding: str
    newline: str
    lines: int
    sample: str
    whole: bool
    undefined: bool
    mixed: bool
    reason: str


def _keep_undefined(error: UnicodeError) -> tuple[str, int]:
    """Read a byte that cp1252 leaves undefined as the control character of that number."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(chr, error.object[error.start : error.end])), error.end


codecs.register_error(UNDEFINED_ERRORS, _keep_undefined)


def errors_for(encoding: str) -> str:
    """The error handler to decode with: strict, but cp1252 keeps its five undefined bytes."""
    return UNDEFINED_ERRORS if encoding == "cp1252" else "strict"


def bom_length(head: bytes, encoding: str) -> int:
    """How many bytes at the start are the byte order mark of that encoding."""
    for mark, name in BOMS:
        if head.startswith(mark) and encoding in (name, name.removesuffix("-sig")):
            return len(mark)
    return 0


def blocks(path: Path) -> Iterator[bytes]:
    """The bytes of an ordinary file in blocks; FileProblem where it is none or unreadable."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise FileProblem("file-is-folder", path)
        if not stat.S_ISREG(mode):
            raise FileProblem("file-is-other", path, what="a device, not a file")
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                yield block
    except FileNotFoundError as error:
        raise FileProblem("file-missing", path) from error
    except OSError as error:
        raise FileProblem("file-unreadable", path, reason=error.strerror or "") from error


class LineEnds(Generic[AnyStr]):
    """Counts line ends block by block, and stops at a line without end."""

    def __init__(self, path: Path, lf: AnyStr, cr: AnyStr) -> None:
        self.path = path
        self._lf: AnyStr = lf
        self._cr: AnyStr = cr
        self._crlf: AnyStr = cr + lf
        self.lf = self.cr = self.crlf = 0
        self._run = 0
        self._after_cr = False

    def add(self, block: AnyStr) -> None:
        """Count one block; FileProblem line-too-long."""
        lf, cr = block.count(self._lf), block.count(self._cr)
        crlf = block.count(self._crlf) if lf and cr else 0
        if self._after_cr and block.startswith(self._lf):
            crlf += 1
        self.lf, self.cr, self.crlf = self.lf + lf, self.cr + cr, self.crlf + crlf
        self._after_cr = block.endswith(self._cr)
        if lf or cr:
            found = [at for at in (block.find(self._lf), block.find(self._cr)) if at >= 0]
            self._check(self._run + min(found))
            last = max(block.rfind(self._lf), block.rfind(self._cr))
            self._run = len(block) - last - 1
        else:
            self._run += len(block)
        self._check(self._run)

    def _check(self, run: int) -> None:
        if run > LINE_CAP:
            raise FileProblem("line-too-long", self.path, line=self.count + 1, limit=LINE_CAP)

    @property
    def count(self) -> int:
        """How many line ends there are."""
        return self.lf + self.cr - self.crlf

    @property
    def kind(self) -> str:
        """The line end in use, "mixed" where there are several, CRLF where there is none."""
        tally = (("\r\n", self.crlf), ("\n", self.lf - self.crlf), ("\r", self.cr - self.crlf))
        kinds = [end for end, number in tally if number]
        return "\r\n" if not kinds else kinds[0] if len(kinds) == 1 else "mixed"


@dataclass(slots=True)
class Evidence:
    """Marks for cp1252 and for cp850 among the bytes above 0x7F and their neighbours."""

    cp1252: int = 0
    cp850: int = 0
    pairs: int = 0
    high: Counter[int] = field(default_factory=Counter)

    def add(self, block: bytes) -> None:
        """Weigh the block's high bytes, at most 200 of each value."""
        tally = Counter(block.translate(None, _ASCII_AND_NOT_SIGN))
        self.high.update(tally)
        for value in tally:
            at = -1
            for _ in range(200):
                at = block.find(value, at + 1)
                if at < 0:
                    break
                before = block[at - 1] if at else 32
                after = block[at + 1] if at + 1 < len(block) else 32
                self._weigh(before, value, after)

    def _weigh(self, before: int, value: int, after: int) -> None:
        if value in (0xC2, 0xC3) and 0x80 <= after <= 0xBF:
            self.pairs += 1
        elif value in UNDEFINED_1252:
            self.cp850 += 2
        elif value == 0x9C and after in _DIGITS:
            self.cp850 += 3
        elif value == 0xA3 and after in _DIGITS:
            self.cp1252 += 3
        elif value in _ACCENTS_850 and before in _LETTERS and after in _LETTERS:
            self.cp850 += 1
        elif self._is_1252(before, value, after):
            self.cp1252 += 1

    @staticmethod
    def _is_1252(before: int, value: int, after: int) -> bool:
        if value == 0x92:
            return before in _LETTERS
        if value in (0x96, 0x97, 0x91, 0x93):
            return before in _BLANKS
        return value >= 0xC0 and (before in _LETTERS or after in _LETTERS)

    def decide(self) -> tuple[str, str]:
        """The encoding of a file that is not UTF-8, and why."""
        if self.cp850 > self.cp1252:
            return "cp850", (
                f"not UTF-8; {self.cp850} signs of the old DOS code page, {self.cp1252} of Windows"
            )
        return "cp1252", "not UTF-8; read as Windows Western European"


def utf16_pattern(head: bytes) -> str:
    """Which UTF-16 without mark the zero bytes point to, or ""."""
    sample = head[: 4096 - 4096 % 2]
    half = len(sample) // 2
    if half < 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.5 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.5 and odd < half * 0.05 else ""


def survey(path: Path, encoding: str | None = None) -> Survey:
    """Read the whole file once: SHA-256, encoding, line ends, sample.

    The order is: what the user says, byte order mark, pattern of zero bytes, UTF-8 where the
    whole file is valid, else cp1252 or cp850 by evidence. FileProblem where it is no text.
    """
    stream = blocks(path)
    head = next(stream, b"")
    if not head:
        raise FileProblem("file-empty", path)
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise FileProblem("file-is-other", path, what="text in UTF-32")
    reason = f"encoding {encoding} as chosen"
    if encoding is None:
        found = next((name for mark, name in BOMS if head.startswith(mark)), "")
        reason = "byte order mark" if found else "every other byte is zero"
        found = found or utf16_pattern(head)
        encoding = found or None
    else:
        encoding = known_encoding(path, encoding)
    if encoding is None:
        return _survey_bytes(path, head, stream)
    return _survey_text(path, head, stream, encoding, reason)


def known_encoding(path: Path, name: str) -> str:
    """The encoding's name as Python has it; FileProblem encoding-unknown."""
    aliases = {"windows-1252": "cp1252", "utf-8-sig": "utf-8-sig", "utf_8_sig": "utf-8-sig"}
    try:
        found = codecs.lookup(name)
        "x".encode(found.name)
    except (LookupError, TypeError) as error:
        raise FileProblem("encoding-unknown", path, encoding=name) from error
    return aliases.get(name.lower(), found.name)


def _survey_bytes(path: Path, head: bytes, stream: Iterator[bytes]) -> Survey:
    digest, ends = hashlib.sha256(), LineEnds(path, b"\n", b"\r")
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    evidence, valid, size, plain, block = Evidence(), True, 0, True, head
    pending = False
    for block in _chain(head, stream):
        size += len(block)
        digest.update(block)
        if 0 in block:
            raise _zero_byte(path, head, block, ends)
        ends.add(block)
        if not pending and block.isascii():
            continue
        if valid:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                valid = False
            else:
                plain, pending = False, bool(decoder.getstate()[0])
        if not valid:
            pending = False
            evidence.add(block)
    if pending:
        valid = False
        evidence.add(block)
    encoding, reason = ("utf-8", "valid UTF-8 throughout") if valid else evidence.decide()
    if not valid and evidence.high.total() > size * FOREIGN_SHARE:
        raise FileProblem("encoding-unclear", path)
    undefined = encoding == "cp1252" and not UNDEFINED_1252.isdisjoint(evidence.high)
    sample, whole = sample_of(head, size, encoding)
    return Survey(
        digest.hexdigest(), size, encoding, ends.kind, ends.count, sample, whole, undefined,
        not valid and (not plain or evidence.pairs > 0), reason,
    )  # fmt: skip


def _survey_text(
    path: Path, head: bytes, stream: Iterator[bytes], encoding: str, reason: str
) -> Survey:
    digest, ends = hashlib.sha256(), LineEnds(path, "\n", "\r")
    decoder = _decoder(encoding)
    size, undefined = 0, False
    skip = bom_length(head, encoding)
    for block in _chain(head, stream):
        text = _decoded(path, decoder, block[skip:], ends, encoding)
        skip = 0
        size += len(block)
        digest.update(block)
        if "\0" in text:
            line = ends.count + _line_of(text, text.index("\0"))
            raise FileProblem("file-has-nul", path, line=line)
        undefined = undefined or bool(
            encoding == "cp1252" and not text.isascii() and UNDEFINED_TEXT.search(text)
        )
        ends.add(text)
    _decoded(path, decoder, b"", ends, encoding, final=True)
    sample, whole = sample_of(head, size, encoding)
    return Survey(
        digest.hexdigest(), size, encoding, ends.kind, ends.count, sample, whole, undefined,
        mixed=False, reason=reason,
    )  # fmt: skip


UNDEFINED_TEXT = re.compile("[\x81\x8d\x8f\x90\x9d]")


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    """A decoder for what follows the byte order mark: a second mark is text, as in `open_text`."""
    return codecs.getincrementaldecoder(encoding.removesuffix("-sig"))(errors_for(encoding))


def _decoded(
    path: Path, decoder: codecs.IncrementalDecoder, block: bytes, ends: LineEnds[str],
    encoding: str, *, final: bool = False,
) -> str:  # fmt: skip
    try:
        return decoder.decode(block, final=final)
    except UnicodeDecodeError as error:
        # The decoder may hold bytes of the block before, so the place is within one line or so.
        good = error.object[: error.start].decode(encoding, "ignore")
        line = ends.count + _line_of(good, len(good))
        raise FileProblem("encoding-wrong", path, encoding=encoding, line=line) from error


def _chain(head: bytes, stream: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from stream


def _line_of(text: str, at: int) -> int:
    before = text[:at]
    return 1 + before.count("\n") + before.count("\r") - before.count("\r\n")


def _zero_byte(path: Path, head: bytes, block: bytes, ends: LineEnds[bytes]) -> FileProblem:
    """The problem for a zero byte: some in a text, or no text at all."""
    strange = sum(head.count(value) for value in range(32) if value not in b"\t\n\r\f\x1a")
    if strange > len(head) * 0.02 + 2:
        return FileProblem("file-not-text", path)
    before = block[: block.index(0)].decode("latin-1")
    return FileProblem("file-has-nul", path, line=ends.count + _line_of(before, len(before)))


def sample_of(head: bytes, size: int, encoding: str) -> tuple[str, bool]:
    """The beginning of a file as text, from its first block, and whether that is all of it."""
    start = bom_length(head, encoding)
    part = head[start : start + SAMPLE_BYTES]
    whole = start + len(part) >= size
    decoder = _decoder(encoding)
    return decoder.decode(part, whole), whole


def digest_of(path: Path) -> tuple[str, int, bytes]:
    """SHA-256, size and first bytes of a file that is not read as text."""
    digest, size, head = hashlib.sha256(), 0, b""
    for block in blocks(path):
        head = head or block[:4096]
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size, head
