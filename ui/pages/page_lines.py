"""The pages of the window: each with its title and icon, its class, and where it is listed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page: its key, title and icon, its class in `ui.pages`, and where it is listed."""

    key: str
    title: str
    icon: str
    module: str
    name: str
    place: str = "page"
    under: str = ""


PAGES = (
    PageLine("today", "Today", "calendar", "today_page", "TodayPage"),
    PageLine("contracts", "Contracts", "document", "contracts_page", "ContractsPage"),
    PageLine(
        "contract", "Contract", "document", "contract_page", "ContractPage", "hidden", "contracts"
    ),
    PageLine("cases", "Cases", "briefcase", "cases_page", "CasesPage"),
    PageLine("case", "Case", "briefcase", "case_page", "CasePage", "hidden", "cases"),
    PageLine("transition", "Transition", "gantt", "transition_page", "TransitionPage"),
    PageLine(
        "transition-list", "Tasks", "gantt", "tasks_page", "TasksPage", "hidden", "transition"
    ),
    PageLine(
        "stocktake", "Stocktake", "gantt", "stocktake_page", "StocktakePage", "hidden", "transition"
    ),
    PageLine("task", "Task", "gantt", "task_page", "TaskPage", "hidden", "transition"),
    PageLine("duties", "Responsibilities", "matrix", "duties_page", "DutiesPage"),
    PageLine("desk", "Desk", "matrix", "desk_page", "DeskPage", "hidden", "duties"),
    PageLine("calloffs", "External support", "clock", "call_offs_page", "CallOffsPage"),
    PageLine("calloff", "Call-off", "clock", "call_off_page", "CallOffPage", "hidden", "calloffs"),
    PageLine("plans", "Plans", "bars", "plans_page", "PlansPage"),
    PageLine("variation", "Variation", "scatter", "variation_page", "VariationPage"),
    PageLine(
        "outliers",
        "Unjustified variation",
        "scatter",
        "outliers_page",
        "OutliersPage",
        "hidden",
        "variation",
    ),
    PageLine("imports", "Imports", "download", "imports_page", "ImportsPage"),
    PageLine(
        "import-review",
        "Review import",
        "download",
        "import_review_page",
        "ImportReviewPage",
        "hidden",
        "imports",
    ),
    PageLine(
        "waiting", "Waiting lines", "help", "waiting_page", "WaitingPage", "hidden", "imports"
    ),
    PageLine(
        "import-mapping",
        "Columns of a list",
        "download",
        "import_mapping_page",
        "ImportMappingPage",
        "hidden",
        "imports",
    ),
    PageLine(
        "duplicates", "Duplicates", "copy", "duplicates_page", "DuplicatesPage", "hidden", "imports"
    ),
    PageLine("history", "History", "history", "history_page", "HistoryPage"),
    PageLine("rules", "Rules", "rules", "rules_page", "RulesPage", "foot"),
    PageLine("settings", "Settings", "settings", "settings_page", "SettingsPage", "foot"),
    PageLine("help", "Help", "help", "help_page", "HelpPage", "foot"),
)
