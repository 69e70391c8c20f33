"""Questions, answers, replies and acknowledged submissions in any order: every laptop with the same files says the same."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.work.asking import NewQuestion, ask, reply
from evalapp.work.questions import all_asked, waiting
from evalapp.work.tasks import write_returns
from tests.people import UNITS, Desk, founded

U1 = UNITS[0]
ITEMS = ("A1", "A2", "B1")
VALUES = {"A1": ("yes", "no"), "A2": ("full", "part", "none"), "B1": ("1", "2", "3")}

places = st.sampled_from(ITEMS).flatmap(lambda item: st.tuples(st.just(item), st.sampled_from(VALUES[item])))
operations = st.one_of(
    st.tuples(st.just("answer"), places),
    st.tuples(st.just("ask"), st.sampled_from(ITEMS)),
    st.tuples(st.just("return"), st.none()),
    st.tuples(st.just("reply"), st.sampled_from(ITEMS)),
    st.tuples(st.just("hand in"), st.none()),
    st.tuples(st.just("merge"), st.none()),
)


class Round:
    """One assessor, one coordinator, and everything that went between them."""

    def __init__(self, folder: Path) -> None:
        self.desk: Desk = founded(folder, codes=("WXL",), units=(U1,), mode="all")
        self.wang = self.desk.assessor("WXL")
        self.sent: list[Path] = []
        self.merged = 0
        self.returns = 0

    def does(self, operation: str, what: object) -> None:
        match operation, what:
            case "answer", (str(item), str(value)):
                self.wang.answers(U1, item, value)
            case "ask", str(item):
                question = NewQuestion(unit=U1, item=item, subject=self.wang.id, text=f"为什么是 {item}？")
                ask(self.desk.project, [question])
            case "return", _:
                self.returns += 1
                for one in write_returns(
                    self.desk.project, self.desk.folder / f"r{self.returns}", Progress()
                ):
                    self.wang.opens_update(one.path)
            case "reply", str(item):
                for one in waiting(all_asked(self.wang.project)):
                    if one.item == item:
                        reply(self.wang.project, one.id, "不改")
            case "hand in", _:
                try:
                    self.sent.append(self.wang.hands_in())
                except AppError as nothing:
                    assert nothing.code == "nothing_new"
            case "merge", _:
                self.desk.merges(*self.sent[self.merged :])
                self.merged = len(self.sent)

    def close(self) -> None:
        for person in (self.desk, self.wang):
            person.project.close()


def states(desk: Desk) -> dict[str, str]:
    """How far each question is; which returns a laptop wrote is its own affair."""
    return {one.id: "open" if one.state == "sent" else one.state for one in all_asked(desk.project)}


@settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(operations, min_size=8, max_size=24), st.randoms(use_true_random=False))
def test_the_same_files_in_another_order_say_the_same(done: list[tuple[str, object]], chance: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one = Round(Path(folder) / "p")
        other = one.desk.second_laptop("other")
        for operation, what in done:
            one.does(operation, what)
        one.does("hand in", None)
        one.does("merge", None)
        shuffled = list(one.sent)
        chance.shuffle(shuffled)  # type: ignore[attr-defined]
        other.takes_over(one.desk)
        for package in shuffled:
            other.merges(package)
        assert other.standing() == {}, "all parts have come"
        assert states(other) == states(one.desk)
        assert other.statuses("A2") == one.desk.statuses("A2")
        assert_answered_is_another_answer(one)
        assert one.desk.check().faults == () and other.check().faults == ()
        other.project.close()
        one.close()


def assert_answered_is_another_answer(one: Round) -> None:
    """A question is answered exactly where what stands differs from what it was asked about."""
    for asked in all_asked(one.desk.project):
        if asked.state == "closed":
            continue
        seen = one.desk.revision(asked.id).content.seen  # type: ignore[union-attr]
        before = {one.desk.revision(name).content.value for name in seen} or {""}  # type: ignore[union-attr]
        stands = one.wang.value(U1, asked.item)
        told = {row.id for row in all_asked(one.wang.project)}
        if asked.id in told and asked.state == "answered":
            assert stands not in before
