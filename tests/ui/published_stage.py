"""A project that was published, and in which a decision has moved a total since."""

from evalapp.base.progress import Progress
from evalapp.work.coordinators import grant
from evalapp.work.deciding import cell_view, decided_cells
from evalapp.work.publishing import publish
from tests.people import Desk


def publishes_and_goes_on(desk: Desk) -> None:
    """Publish, let somebody else decide, too, then decide one cell otherwise."""
    grant(desk.project, name="李敏", code="LM", key="7f2a91c4" * 8)
    publish(desk.project, "初评", note="第一轮汇总后发布", progress=Progress())
    for row in decided_cells(desk.project):
        view = cell_view(desk.project, row.unit, row.item)
        others = [
            one.value
            for one in view.assessments
            if one.state == "answered" and view.decided is not None and one.value != view.decided.value
        ]
        if others:
            desk.decides(row.unit, row.item, others[0])
            return
    raise AssertionError("no decided cell has two answers")
