"""The stocktake of a contract: what is asked, what may be answered, the risk of its transfer."""

from __future__ import annotations

from enum import StrEnum

from areateam.core.fields import Choice, Field, Kind

HIGHEST_SCORE = 4
HIGHEST_RATING = 5


class StocktakeStage(StrEnum):
    """How far a contract is on its way, in order."""

    STOCKTAKE = "stocktake"
    STABILISE = "stabilise"
    SHIFT = "shift"
    CONFORMED = "conformed"


STAGES = tuple(Choice(stage.value, stage.value.capitalize()) for stage in StocktakeStage)

FIELDS: tuple[Field, ...] = (
    Field("stage", "Stage", Kind.CHOICE, choices=STAGES, column="stage", required=True,
          help="Stocktake, stabilise, shift, conformed."),
    Field("parties_right", "Parties right", Kind.FLAG, column="parties_right",
          help="Whether the parties on the signed copy are those who work under it."),
    Field("spend_traced", "Spend traced", Kind.MONEY, column="spend_traced_pence", minimum=0,
          help="What was paid in a year, traced from the ledger to this contract."),
    Field("receiver", "Receiver", column="receiver",
          help="Who holds the contract after the switch; blank means the receiver of the plan."),
    Field("split_needed", "Split needed", Kind.FLAG, column="split_needed",
          help="Whether it serves more than one receiver and must be divided."),
    Field("third_parties", "Third parties", column="third_parties",
          help="Who else has rights under it, such as a guarantor."),
    Field("subcontracts", "Sub-contracts", Kind.FLAG, column="subcontracts"),
    Field("staff_transfer", "Staff or pensions", Kind.FLAG, column="staff_transfer",
          help="Whether staff or pensions move with it."),
    Field("premises_link", "Premises link", Kind.FLAG, column="premises_link"),
    Field("data_sharing", "Data sharing", Kind.FLAG, column="data_sharing",
          help="Whether a data sharing agreement stands beside it."),
    Field("document_score", "Papers, 0 to 4", Kind.INTEGER, column="document_score", minimum=0,
          maximum=HIGHEST_SCORE, help="0 nothing found, 1 found, 2 readable, 3 complete, 4 right."),
    Field("likelihood", "Likelihood, 1 to 5", Kind.INTEGER, column="likelihood", minimum=1,
          maximum=HIGHEST_RATING, help="How likely it is that its transfer goes wrong."),
    Field("impact", "Impact, 1 to 5", Kind.INTEGER, column="impact", minimum=1,
          maximum=HIGHEST_RATING, help="How bad it would be."),
    Field("action", "Action", column="action", help="What is to be done about it, by whom."),
)  # fmt: skip
"""What the stocktake asks beside what the register knows of the contract itself."""

BY_KEY = {field.key: field for field in FIELDS}
