"""Who may import whom: the table of the architecture, held against every import in the tree."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.house.source_tree import ROOT, module_of, name_of, sources, tree_of, walked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AREAS = (
    "organisations",
    "contracts",
    "cases",
    "transition",
    "duties",
    "calloffs",
    "variation",
    "plans",
)
ROADS = ("imports", "exports", "exchange")


def _core(*names: str) -> tuple[str, ...]:
    return tuple(f"areateam.{name}" for name in names)


_BASE = _core("core", "catalogue", "store", "ledger")
_SCREEN_PARTS = ("ui.widgets", "ui.style", "ui.tables", "ui.forms", "ui.charts")
_SCREEN_CORE = _core("core", "catalogue")
_LISTS = _core(
    "contracts.contract_columns",
    "contracts.contract_filter",
    "contracts.contract_list",
    "imports.waiting_filter",
)
_OFFICE_CORE = (
    *_SCREEN_CORE,
    *_LISTS,
    *_core(
        "office",
        "desks",
        "handover_papers",
        "benefits",
        "orphans",
        "owners",
        "planned_targets",
        "plan_ties",
        "search",
        "contracts.contract_rules",
        "ledger.ledger",
        "ledger.history",
    ),
    *_core(
        "cases.case_rules",
        "cases.clock_rules",
        "cases.clock_words",
        "cases.own_rule_rules",
        "cases.hours_rules",
    ),
    *_core("plans.plan_rules", "plans.plan_money_rules", "plans.plan_words"),
    *_core("plans.plan_merge_rules", "plans.plan_check_in_rules"),
    *_core("duties.desk_rules", "duties.desk_pages", "duties.portfolio_rules", "duties.duty_rules"),
    *_core("transition.readiness_rules", "transition.stocktake_rules"),
    *_core("calloffs.call_off_clock_rules", "calloffs.route_rules", "calloffs.way_rules"),
    *_core("transition.transition_pages", "transition.transition_findings"),
    *_core("variation.verdict_rules", "variation.consistency_rules", "cases.letter_compare_rules"),
    *_core("variation.base_rules", "variation.variation_texts"),
    "*_verb_rules",
    "*_views",
    "*_actions",
)
_SCREEN_TOOLS = ("ui.tasks", "ui.refresh", "ui.ask", "ui.desk", "ui.printing")

# Package or module -> what of ours it may import. Its own package is always allowed.
OURS: dict[str, tuple[str, ...]] = {
    "areateam.core": (),
    # The indicators of variation count call-offs too.
    "areateam.variation": (
        *_BASE,
        *_core("organisations", "contracts", "cases", "calloffs"),
    ),
    "areateam.catalogue": (*_core("core"), "resources"),
    "areateam.store": _core("core"),
    "areateam.ledger": _core("core", "store"),
    "areateam.organisations": _BASE,
    "areateam.contracts": (*_BASE, *_core("organisations")),
    "areateam.cases": (*_BASE, *_core("organisations", "contracts")),
    **{
        f"areateam.{area}": (*_BASE, *_core("organisations", "contracts", "cases"))
        for area in ("transition", "duties", "calloffs", "plans")
    },
    **{f"areateam.{road}": (*_BASE, *_core(*AREAS)) for road in ROADS},
    "areateam.demo": ("areateam", "resources"),
    "areateam.commands": ("areateam", "resources"),
    "areateam.handover_papers": _core("core", "calloffs", "cases", "imports", "transition"),
    "areateam.benefits": _core("calloffs", "catalogue", "plans", "variation"),
    "areateam.planned_targets": _core("core", "catalogue", "organisations", "plans", "variation"),
    "areateam.orphans": _core("core", "ledger", "calloffs", "duties", "plans", "transition"),
    "areateam.owners": _core("cases", "core", "duties"),
    "areateam.desks": (
        *_BASE,
        *_core("calloffs", "cases", "duties", "orphans", "plans", "transition"),
    ),
    "areateam.plan_ties": _core("core", "ledger", "calloffs", "cases", "contracts", "plans"),
    "areateam.search": _core("core", "store"),
    "areateam.office": ("areateam", "resources"),
    "areateam.cli": ("areateam", "resources"),
    **dict.fromkeys(_SCREEN_PARTS, (*_SCREEN_CORE, *_SCREEN_PARTS)),
    "ui.tasks": (*_OFFICE_CORE, *_SCREEN_PARTS, *_SCREEN_TOOLS),
    "ui.refresh": (*_OFFICE_CORE, *_SCREEN_PARTS, *_SCREEN_TOOLS),
    "ui.ask": (*_OFFICE_CORE, *_SCREEN_PARTS, *_SCREEN_TOOLS),
    "ui.dialogs": (*_OFFICE_CORE, *_SCREEN_PARTS, *_SCREEN_TOOLS),
    "ui.pages": (*_OFFICE_CORE, *_SCREEN_PARTS, *_SCREEN_TOOLS, "ui.dialogs", "resources"),
    "ui.settings": _core("core", "store"),
    "ui.collecting": (),
    "ui.printing": (*_core("core"), "ui.style"),
    "ui.desk": (*_OFFICE_CORE, *_core("ledger"), *_SCREEN_PARTS, *_SCREEN_TOOLS, "ui.settings"),
    "ui.shell": (*_OFFICE_CORE, "ui", "resources"),
    "ui.window": ("areateam", "ui", "resources"),
    "ui.screens": ("areateam", "ui", "resources"),
    "ui.app": (*_OFFICE_CORE, "ui", "resources"),
    "areateam": (),
    "ui": (),
    "resources": (),
    "main": ("areateam", "ui"),
}

# Package -> the libraries it may import beside the standard library.
LIBRARIES: dict[str, tuple[str, ...]] = {
    "areateam.catalogue": ("msgspec",),
    "areateam.store": ("peewee", "playhouse", "platformdirs"),
    "areateam.ledger": ("peewee", "playhouse"),
    **{f"areateam.{area}": ("peewee", "playhouse", "msgspec") for area in AREAS},
    "areateam.cases": ("peewee", "playhouse", "msgspec", "docxtpl", "jinja2"),
    "areateam.organisations": ("peewee", "playhouse", "msgspec", "rapidfuzz"),
    "areateam.imports": ("peewee", "playhouse", "msgspec", "python_calamine", "icalendar"),
    "areateam.exports": ("peewee", "playhouse", "msgspec", "xlsxwriter", "icalendar"),
    "areateam.exchange": ("peewee", "playhouse", "msgspec"),
    "areateam.office": ("peewee", "msgspec", "platformdirs"),
    "areateam.commands": ("tqdm", "msgspec"),
    **{
        f"areateam.{joins}": ("msgspec",)
        for joins in (
            "benefits",
            "desks",
            "handover_papers",
            "orphans",
            "owners",
            "plan_ties",
            "planned_targets",
            "search",
        )
    },
    "areateam.demo": ("peewee",),
    **{part: ("PySide6",) for part in OURS if part.startswith("ui.")},
    "ui.style": ("PySide6", "qtawesome"),
    "ui.charts": ("PySide6", "pyqtgraph", "numpy"),
}

# Modules of the standard library that only some may touch, because of what they reach.
GUARDED = {
    "sqlite3": (
        *_core("store", "ledger", *AREAS, *ROADS, "demo", "office", "search"),
        *_core("benefits", "desks", "handover_papers", "orphans", "owners", "plan_ties"),
        *_core("planned_targets"),
        "ui.desk",
    ),
    "socket": (),
    "ssl": (),
    "http": (),
    "urllib": ("areateam.store",),  # quotes a path for SQLite's URI; the socket alarm covers calls
    "ftplib": (),
    "smtplib": (),
    "xmlrpc": (),
}
# Nobody builds a connection of his own: these names are called in the store alone.
OPENERS = {"connect": "sqlite3", "SqliteDatabase": "peewee"}
LAZY = (
    *("PySide6", "shiboken6", "qtawesome", "ui", "xlsxwriter", "python_calamine", "rapidfuzz"),
    *("docxtpl", "docx", "jinja2", "lxml", "icalendar", "dateutil"),
    *("pyqtgraph", "numpy"),
)


def _within(module: str, place: str) -> bool:
    return module == place or module.startswith(place + ".")


def part_of(module: str) -> str | None:
    """The line of the table that a module falls under, or None for one that it does not know."""
    exact = [part for part in OURS if part not in ("areateam", "ui") and _within(module, part)]
    return max(exact, key=len, default=module if module in OURS else None)


def may_import(part: str, wanted: str) -> bool:
    """Whether the table lets a part import one of our modules."""
    own = wanted == part if part in ("areateam", "ui") else _within(wanted, part)
    if own or wanted == "areateam":
        return True
    for rule in OURS[part]:
        if rule.startswith("*"):
            if wanted.startswith("areateam.") and wanted.endswith(rule[1:]):
                return True
        elif _within(wanted, rule):
            return True
    return False


def may_use(part: str, module: str) -> bool:
    """Whether the table lets a part import a module that is not ours."""
    top = module.partition(".")[0]
    if top in GUARDED:
        return part in GUARDED[top]
    return top in sys.stdlib_module_names or top in LIBRARIES.get(part, ())


def imported(tree: ast.AST, importer: str, known: set[str]) -> Iterator[tuple[int, str]]:
    """The line and full name of every module imported, wherever in the file it stands."""
    for node in walked(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = importer.split(".")[: -node.level]
                base = ".".join([*up, *([base] if base else [])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield node.lineno, full if full in known else base


def _files() -> tuple[Path, ...]:
    return sources("areateam", "ui", "resources", "main.py")


def test_the_table_knows_every_module() -> None:
    unknown = [name_of(path) for path in _files() if part_of(module_of(path)) is None]
    assert not unknown, f"Give these a line in the table of {__name__}: {unknown}"


def test_every_import_is_in_the_table() -> None:
    known = {module_of(path) for path in _files()}
    tops = {"areateam", "ui", "resources", "main", "tests", "dev"}
    wrong = []
    for path in _files():
        part = part_of(module_of(path)) or module_of(path)
        for line, wanted in imported(tree_of(path), module_of(path), known):
            ours = wanted.partition(".")[0] in tops
            if not (may_import(part, wanted) if ours else may_use(part, wanted)):
                wrong.append(f"{name_of(path)}:{line} imports {wanted}")
    assert not wrong, "\n".join(wrong)


def test_main_imports_the_window_only_when_it_is_asked_for() -> None:
    top = ast.Module([n for n in tree_of(ROOT / "main.py").body if not _is_function(n)], [])
    assert [name for _, name in imported(top, "main", set()) if _within(name, "ui")] == []


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


def test_only_the_store_opens_sqlite() -> None:
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in sources("areateam", "ui")
        if not _within(module_of(path), "areateam.store")
        for node in walked(tree_of(path))
        if isinstance(node, ast.Call) and _opens(node.func)
    ]
    assert not wrong, "\n".join(wrong)


def _opens(func: ast.expr) -> bool:
    if isinstance(func, ast.Name):
        return func.id in OPENERS
    return (
        isinstance(func, ast.Attribute)
        and isinstance(func.value, ast.Name)
        and OPENERS.get(func.attr) == func.value.id
    )


def _modules_after_importing(*modules: str) -> set[str]:
    program = f"import sys\nfor name in {modules!r}: __import__(name)\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_no_module_of_the_core_loads_qt_or_the_window() -> None:
    modules = [module_of(path) for path in sources("areateam")]
    loaded = _modules_after_importing(*modules)
    assert {"areateam.office", "areateam.cli"} <= loaded
    assert not loaded & {"PySide6", "shiboken6", "qtawesome", "ui"}


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    loaded = _modules_after_importing("main", "areateam.office", "areateam.cli")
    assert not loaded & set(LAZY)


def test_the_table_reads_as_it_is_meant() -> None:
    assert part_of("areateam.core.dates") == "areateam.core"
    assert part_of("areateam.novelty.things") is None
    assert part_of("ui.novelty") is None
    assert not may_import("areateam", "areateam.office")
    assert may_import("areateam.core", "areateam.core.fields")
    assert may_import("areateam.contracts", "areateam.organisations.body_rows")
    assert not may_import("areateam.organisations", "areateam.contracts.contract_rows")
    assert not may_import("areateam.plans", "areateam.duties.duty_views")
    assert may_import("ui.pages", "areateam.contracts.contract_views")
    assert not may_import("ui.pages", "areateam.contracts.contract_rows")
    assert not may_import("ui.tables", "areateam.contracts.contract_views")
    assert not may_import("ui.dialogs", "ui.pages.today_page")
    assert not may_import("areateam.cli", "ui.shell")
    assert may_use("areateam.store", "sqlite3")
    assert not may_use("ui.pages", "sqlite3")
    assert not may_use("areateam.core", "peewee")
    assert not may_use("areateam.office", "socket")


def test_imports_are_found_in_every_form() -> None:
    tree = ast.parse(
        "import a.b\nfrom areateam import store\nfrom . import near\n"
        "def f():\n    from areateam.core.dates import x\n"
    )
    found = {name for _, name in imported(tree, "areateam.cases.case_rules", {"areateam.store"})}
    assert found == {"a.b", "areateam.store", "areateam.cases", "areateam.core.dates"}
