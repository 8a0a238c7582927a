"""Fuzzes the reader with atheris: any bytes are taken with every line accounted for, or declined.

Run it with a Python that has atheris; see README.md. libFuzzer's own options follow, such as
-max_total_time=600. A file that breaks a promise is kept by libFuzzer as crash-…
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-untyped, unused-ignore]  # not among our requirements

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

with atheris.instrument_imports(include=["areateam.imports", "areateam.core"]):
    from areateam.imports import reader  # noqa: F401 - instrumented before it is used

from tests.imports.reader_accounts import account_for

PATH = Path(tempfile.mkdtemp(prefix="areateam-fuzz-")) / "given.csv"
SEEDS = (
    b"a,b\n1,2\n", b'a;b\r\n"x;y";2\r\n', b"code\tname\r1\tx\r", b'a,b\n1,"x\ny"\n2,z\n',
    b'a,b\n1,"x\n2,y\n3,z\n', b"\xef\xbb\xbfa,b\n1,caf\xc3\xa9\n", "a,b\n1,é\n".encode("utf-16"),
    b"title\n\na|b\n1|2\n", b"sep=;\na;b\n1;2\n", b"'a','b'\n'1','2'\n'3','4'\n",
    b"a\xacb\n1\xac2\n", b"a,b\n1,2,3\n4\n", b'a,b\n1, "x"y",\n', b"PK\x03\x04", b"\x00",
    b"a,b\n1,\x81\x8d\n", b"a,b\n1,\x9c5\x82\n",
)  # fmt: skip
"""Small files that lead into every part of the reader."""


def one(data: bytes) -> None:
    """Read one file of these bytes."""
    PATH.write_bytes(data)
    account_for(PATH)


def main() -> None:
    """Hand over to libFuzzer, with the seeds in a folder of their own."""
    seeds = PATH.parent / "seeds"
    seeds.mkdir()
    for number, seed in enumerate(SEEDS):
        (seeds / str(number)).write_bytes(seed)
    atheris.Setup([*sys.argv, str(seeds)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
