"""What the page of variation asks for, and reads beside the window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from areateam.catalogue.indicator_definitions import Level
from areateam.contracts.contract_facet_views import pct_names
from areateam.contracts.contract_filter import Condition, Filter
from areateam.variation.variation_views import funnel_view, indicator_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from areateam.catalogue.catalogue import Catalogue
    from areateam.variation.variation_views import FunnelView, IndicatorLine


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: an indicator, who is compared, and of which type of contract.

    `adjusted` limits are widened for over-dispersion.
    """

    indicator: str = ""
    level: str = ""
    contract_type: str = ""
    adjusted: bool = True


@dataclass(frozen=True, slots=True)
class VariationFacts:
    """What the page shows, read beside the window."""

    wanted: Wanted
    lines: Sequence[IndicatorLine]
    view: FunnelView | None
    places: dict[str, str]


def read_variation(
    connection: Any, catalogue: Catalogue, day: date, wanted: Wanted
) -> VariationFacts:
    """The indicators, and the one that is wanted: the first with figures where none is named."""
    lines = indicator_list(connection, catalogue, day)
    known = {line.key for line in lines if line.value is not None}
    key = wanted.indicator or next((line.key for line in lines if line.key in known), "")
    view = chart_of(connection, catalogue, day, replace(wanted, indicator=key)) if key else None
    return VariationFacts(wanted, lines, view, pct_names(connection))


def chart_of(connection: Any, catalogue: Catalogue, day: date, wanted: Wanted) -> FunnelView:
    """The chart of the indicator that is wanted; UserProblem where there is none such."""
    level = Level(wanted.level) if wanted.level else None
    where = where_of(wanted)
    return funnel_view(
        connection, catalogue, wanted.indicator, day, level, where, adjusted=wanted.adjusted
    )


def where_of(wanted: Wanted) -> Filter | None:
    """The contracts that are compared; None for all."""
    kind = wanted.contract_type
    return Filter((Condition("type", "=", (kind,)),)) if kind else None
