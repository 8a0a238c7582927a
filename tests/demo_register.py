"""The demonstration register, made once by each worker and copied wherever one is needed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from areateam.demo.demo_recipe import load_recipe
from areateam.office import Office, open_office

if TYPE_CHECKING:
    from pathlib import Path


def open_demo(demo_file: Path, path: Path, user: str = "R. Osei") -> Office:
    """A copy of the demonstration register at `path`, open and looked at as it was made."""
    shutil.copyfile(demo_file, path)
    return open_office(path, user=user, as_at=load_recipe()["stands_at"])
