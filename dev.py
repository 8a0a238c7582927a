"""Set up and start Area Team from a fresh checkout: `python3 dev.py run | test | style | check`."""

from __future__ import annotations

import compileall
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
MARK = VENV / "set-up-from"
LINUX = sys.platform.startswith("linux")

# Debian's package for each library that Qt opens, with and without a screen.
OFFSCREEN = {
    "libglib-2.0.so.0": "libglib2.0-0",  # Debian 13's libglib2.0-0t64 answers to this name too
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONTS = {"Inter": "fonts-inter", "DejaVuSans": "fonts-dejavu-core"}
FONT_PLACES = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
VALUED = ("--register", "--as-at", "--user")  # the product's options that take a value
STYLE = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))
USAGE = """python3 dev.py [--system] COMMAND
  run [arguments]     start Area Team
  test [arguments]    run the tests; the arguments go to pytest
  style               ruff, its formatter and mypy
  check               style, then test
  --system            install missing system packages (done unasked as root and where CI is set)"""


def call(*command: str | Path, **env: str) -> int:
    """The exit code of a command run in the project's folder."""
    return subprocess.run(command, cwd=ROOT, env=os.environ | env, check=False).returncode


def must(*command: str | Path, **env: str) -> None:
    """Run a command that the rest stands on, and stop in words if it fails."""
    if code := call(*command, **env):
        sys.exit(f"Stopped: {' '.join(map(str, command))} ended with code {code}.")


def has_display() -> bool:
    """Whether a window can be shown here."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not LINUX or any(os.environ.get(name) for name in named)


def opens(library: str) -> bool:
    """Whether the system has a shared library, found the way Qt will look for it."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages() -> tuple[list[str], list[str]]:
    """The Debian packages that cannot be done without, and those of fonts, that are not here."""
    screen = SCREEN if os.environ.get("DISPLAY") else {}
    needed = [package for name, package in (OFFSCREEN | screen).items() if not opens(name)]
    if not shutil.which("uv") and not importlib.util.find_spec("ensurepip"):
        needed.insert(0, "python3-venv")
    places = [Path(place).expanduser() for place in FONT_PLACES]
    found = {path.name for place in places for path in place.rglob("*.[ot]t[fc]")}
    fonts = [p for f, p in FONTS.items() if not any(name.startswith(f) for name in found)]
    return needed, fonts


def provide_system(*, may_install: bool) -> None:
    """Install what Qt needs from the system, or name the command that does."""
    needed, fonts = missing_packages() if LINUX else ([], [])
    if not needed and not fonts:
        return
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    install = [*sudo, "apt-get", "install", "-y", "--no-install-recommends"]
    if may_install and shutil.which("apt-get"):
        must(*sudo, "apt-get", "update", "-q")
        must(*install, *needed, *fonts, DEBIAN_FRONTEND="noninteractive")
        return
    command = " ".join([*install, *needed, *fonts])
    print(f"Missing from the system: {', '.join(needed + fonts)}. To install:\n    {command}")
    if needed:
        sys.exit(1)


def provide_venv(*, dev: bool) -> None:
    """Make `.venv` hold what the wanted requirements file names; the mark tells what it holds."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    files = [ROOT / name for name in ("requirements.txt", "requirements-dev.txt")[: 1 + dev]]
    wanted = [version, *(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)]
    held = MARK.read_text("utf-8").split() if MARK.exists() else []
    if held[: len(wanted)] == wanted and PYTHON.exists():
        return
    unusable = held and held[0] != version  # another Python's, or a set-up that was broken off
    if unusable or (VENV.exists() and not PYTHON.exists()):
        shutil.rmtree(VENV)
    VENV.mkdir(exist_ok=True)
    MARK.write_text("unfinished", "utf-8")
    print(f"Setting up {VENV.name} from {files[-1].name}", flush=True)
    if uv := shutil.which("uv"):
        must(uv, "venv", "-q", "--allow-existing", "--python", sys.executable, VENV)
        must(uv, "pip", "install", "-q", "--python", PYTHON, "--require-hashes", "-r", files[-1])
    else:
        must(sys.executable, "-m", "venv", VENV)
        must(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", files[-1])
    MARK.write_text("\n".join(wanted), "utf-8")


def compile_ahead() -> None:
    """Compile the modules that changed, so that no start spends its time on it.

    Python does so by itself, but not where PYTHONDONTWRITEBYTECODE is set; there every command
    would compile anew what it loads, a third more time for a short one.
    """
    for name in ("areateam", "ui"):
        compileall.compile_dir(ROOT / name, quiet=2)


def wants_window(args: list[str]) -> bool:
    """Whether these arguments of the product open its window: they name no sub-command."""
    rest = [a for i, a in enumerate(args) if i == 0 or args[i - 1] not in VALUED]
    return all(a.startswith("-") and a not in ("-h", "--help", "--version") for a in rest)


def run(args: list[str], env: dict[str, str]) -> int:
    """Start the product with its own arguments."""
    if env and wants_window(args):
        print(
            "There is no display here, so no window can open; "
            "to see every page as a picture: python3 dev.py run screens --out pictures"
        )
        return 1
    return call(PYTHON, "main.py", *args, **env)


def test(args: list[str], env: dict[str, str]) -> int:
    """Run the tests on every core; the arguments go to pytest.

    One worker more than there are cores: a test of the window waits for a third of its time.
    What one of them has compiled the others read, so it is written even where
    PYTHONDONTWRITEBYTECODE is set.
    """
    workers = str((os.cpu_count() or 1) + 1)
    shared = ("-n", workers, "--dist", "loadfile", "--no-loadscope-reorder")
    written = {"PYTHONDONTWRITEBYTECODE": ""}
    return call(PYTHON, "-m", "pytest", *shared, *args, **written, **env)


def style() -> int:
    """The exit code of the first of ruff, its formatter and mypy that objects."""
    return next((code for tool in STYLE if (code := call(PYTHON, "-m", *tool))), 0)


def main(words: list[str]) -> int:
    """Do what the command line asks, after making it possible."""
    if not (3, 11) <= sys.version_info[:2] < (3, 15):
        sys.exit(f"Python 3.11 to 3.14 is needed; this is {sys.version.split()[0]}.")
    command, *args = [word for word in words if word != "--system"] or [""]
    if command not in ("run", "test", "style", "check"):
        print(USAGE)
        return 0 if command in ("-h", "--help") else 2
    root = LINUX and os.geteuid() == 0
    provide_system(may_install=root or "--system" in words or bool(os.environ.get("CI")))
    provide_venv(dev=command != "run")
    compile_ahead()
    env = {} if has_display() else {"QT_QPA_PLATFORM": "offscreen"}
    if command == "run":
        return run(args, env)
    code = 0 if command == "test" else style()
    return code if code or command == "style" else test(args, env)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
