"""The proposals that wait for review, and those that were decided."""

from flask import Response

from geo.records.proposals import Status, list_proposals
from webmap.editing.desk import Visitor, draw
from webmap.pages.intake import kinds
from webmap.pages.proposal import status_words
from webmap.pages.wording import amount, instant

_MOST_SHOWN = 300


def show_review(visitor: Visitor) -> Response:
    """Answer with the proposals that wait, and those that were decided."""
    every = [one for one in list_proposals(visitor.record) if one.status is not Status.DROPPED]
    return draw(
        visitor, "review.html",
        waiting=[one for one in every if one.status is Status.PENDING],
        drafts=[one for one in every if one.status is Status.DRAFT and one.submitted_by == visitor.name],
        decided=[one for one in every if one.status in (Status.ACCEPTED, Status.REFUSED)][:_MOST_SHOWN],
        kinds=kinds(), instant=instant, amount=amount, status_words=status_words(),
    )  # fmt: skip
