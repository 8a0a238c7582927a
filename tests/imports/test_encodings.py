"""The one pass over the bytes: encoding, digest, line ends, and what is refused."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.core.problems import FileProblem
from areateam.imports import encodings
from areateam.imports.encodings import Evidence, LineEnds, bom_length, survey, utf16_pattern

if TYPE_CHECKING:
    from pathlib import Path

    from areateam.imports.encodings import Survey


def surveyed(tmp_path: Path, content: bytes, encoding: str | None = None) -> Survey:
    path = tmp_path / "given.csv"
    path.write_bytes(content)
    return survey(path, encoding)


def problem(tmp_path: Path, content: bytes, encoding: str | None = None) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        surveyed(tmp_path, content, encoding)
    return caught.value


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"a,b\n1,2\n", "utf-8"),
        ("name\nCaf\u00e9\n".encode(), "utf-8"),
        ("\ufeffname\nCaf\u00e9\n".encode(), "utf-8-sig"),
        ("\ufeffname,x\n1,2\n".encode("utf-16-le"), "utf-16-le"),
        ("\ufeffname,x\n1,2\n".encode("utf-16-be"), "utf-16-be"),
        ("name,x\n1,2\n".encode("utf-16-le"), "utf-16-le"),
        ("name,x\n1,2\n".encode("utf-16-be"), "utf-16-be"),
        ("paid\n\u00a312.50, quite a long plain line\n".encode("cp1252"), "cp1252"),
        ("paid\n\u00a312.50, quite a long plain line\n".encode("cp850"), "cp850"),
        ("name\nO\u2019Brien and some plain words\n".encode("cp1252"), "cp1252"),
        ("name\nDr M\u00fcller and some plain words\n".encode("cp850"), "cp850"),
        ("name\nDr M\u00fcller and some plain words\n".encode("cp1252"), "cp1252"),
        ("name\nRen\u00e9e and some plain words\n".encode("cp850"), "cp850"),
        ("name\nRen\u00e9e and some plain words\n".encode("cp1252"), "cp1252"),
        ("1\u00ac\u00ac\u00ac2\u00ac3\n".encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(tmp_path: Path, content: bytes, encoding: str) -> None:
    assert surveyed(tmp_path, content).encoding == encoding


def test_the_whole_file_is_validated_not_its_start(tmp_path: Path) -> None:
    plain = b"a plain line of ASCII\n" * 100_000
    assert surveyed(tmp_path, plain + b"O\x92Brien\n").encoding == "cp1252"
    assert surveyed(tmp_path, plain + "é".encode()).encoding == "utf-8"


def test_a_character_may_straddle_two_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encodings, "BLOCK", 5)
    assert surveyed(tmp_path, b"abcd" + "é".encode() + b"plain ascii here").encoding == "utf-8"
    assert surveyed(tmp_path, b"abcd\r\nabc\r\nabcd\r\n").newline == "\r\n"
    # A character cut off at the very end is no UTF-8.
    assert surveyed(tmp_path, b"plain ascii, then half a letter \xc3").encoding == "cp1252"
    assert surveyed(tmp_path, b"abcd\xc3plain ascii, and more of it").encoding == "cp1252"


def test_utf_8_with_stray_bytes_is_said_to_be_mixed(tmp_path: Path) -> None:
    content = "Café, Müller, ".encode() + b"plain words to fill it up O\x92Brien\n"
    assert surveyed(tmp_path, content).mixed
    assert not surveyed(tmp_path, b"plain words to fill it up O\x92Brien\n").mixed


def test_bytes_that_cp1252_leaves_undefined_are_kept_and_told(tmp_path: Path) -> None:
    found = surveyed(tmp_path, b"\xa31 \x91a\x92 \x91b\x92 \x93c\x94 a\x81" + b"x" * 90)
    assert found.encoding == "cp1252"
    assert found.undefined
    assert "\x81" in found.sample


def test_digest_and_size_are_of_the_bytes(tmp_path: Path) -> None:
    content = "\ufeffa\tb\r\n".encode("utf-16-le") * 10
    found = surveyed(tmp_path, content)
    assert (found.sha256, found.size) == (hashlib.sha256(content).hexdigest(), len(content))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"a,b\n1,\x002\n", "file-has-nul"),
        (bytes(range(256)) * 20, "file-not-text"),
        ("id,名前\n1,山田太郎\n".encode("big5", "replace") * 1 + "山田太郎".encode("cp932") * 40,
         "encoding-unclear"),
        ("a,b\n".encode("utf-32"), "file-is-other"),
        (b"\xff\xfea", "encoding-wrong"),
        (b"\xef\xbb\xbfa\n\xff\n", "encoding-wrong"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_with_a_code(tmp_path: Path, content: bytes, code: str) -> None:
    assert problem(tmp_path, content).code == code


def test_the_line_of_a_zero_byte_is_named(tmp_path: Path) -> None:
    found = problem(tmp_path, b"a,b\r\n1,2\r\n3,\x00\r\n")
    assert (found.code, found.facts["line"]) == ("file-has-nul", 3)
    assert problem(tmp_path, "a\nb\nc\0\n".encode("utf-16")).facts["line"] == 3


def test_what_the_user_says_is_checked_over_the_whole_file(tmp_path: Path) -> None:
    assert surveyed(tmp_path, b"paid\n\x9c5\n", "cp1252").encoding == "cp1252"
    wrong = problem(tmp_path, b"a\nb\nO\x92Brien\n", "utf-8")
    assert (wrong.code, wrong.facts["line"]) == ("encoding-wrong", 3)
    assert problem(tmp_path, b"a\n", "klingon").code == "encoding-unknown"
    assert problem(tmp_path, b"a\n", "hex").code == "encoding-unknown"


def test_a_folder_a_missing_file_and_a_device_are_no_files(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "file-is-folder"), (tmp_path / "none", "file-missing")):
        with pytest.raises(FileProblem) as caught:
            survey(path)
        assert caught.value.code == code


def test_a_line_without_end_is_refused_before_it_fills_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encodings, "LINE_CAP", 3_000_000)
    found = problem(tmp_path, b"a\n" + b"x" * 3_500_000)
    assert (found.code, found.facts["line"]) == ("line-too-long", 2)
    assert surveyed(tmp_path, (b"x" * 2_900_000 + b"\n") * 2).lines == 2


@given(st.lists(st.sampled_from(["a", "\r", "\n", "\r\n", "bc"]), max_size=30), st.integers(1, 7))
def test_line_ends_are_counted_whatever_the_blocks(parts: list[str], size: int) -> None:
    text = "".join(parts)
    ends = LineEnds(__file__, "\n", "\r")  # type: ignore[arg-type]  # the path is only for problems
    for at in range(0, len(text), size):
        ends.add(text[at : at + size])
    assert ends.count == len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1


@pytest.mark.parametrize(
    ("content", "newline"),
    [(b"a\r\nb\r\n", "\r\n"), (b"a\nb", "\n"), (b"a\rb\r", "\r"), (b"a\r\nb\n", "mixed"),
     (b"a\rb\n", "mixed"), (b"a", "\r\n")],
)  # fmt: skip
def test_the_line_end_is_named(tmp_path: Path, content: bytes, newline: str) -> None:
    assert surveyed(tmp_path, content).newline == newline


def test_the_mark_is_measured_only_for_its_own_encoding() -> None:
    assert bom_length(b"\xef\xbb\xbfa", "utf-8") == bom_length(b"\xef\xbb\xbfa", "utf-8-sig") == 3
    assert bom_length(b"\xff\xfea\0", "utf-16-le") == 2
    assert bom_length(b"\xef\xbb\xbfa", "cp1252") == bom_length(b"abc", "utf-8") == 0


def test_text_of_one_or_two_characters_makes_no_pattern() -> None:
    assert utf16_pattern(b"a\0") == ""
    assert utf16_pattern(b"\0\0\0\0\0\0") == ""


def test_the_pound_sign_decides_between_the_code_pages() -> None:
    evidence = Evidence()
    evidence.add(b"total \x9c40 and \x9c50")
    assert evidence.decide()[0] == "cp850"
    evidence.add(b"\xa31 \xa32 \xa33 \xa34")
    assert evidence.decide()[0] == "cp1252"
