"""Derived tables brought up to date step by step are those that a rebuild gives, whatever coordinators do in whatever order."""

import tempfile
from pathlib import Path
from random import Random

import hypothesis
from hypothesis import given
from hypothesis import strategies as st

from evalapp.base.errors import AppError
from evalapp.entry.contents import Answer
from evalapp.work.changing import add_assessor, assign, change_setting, change_unit, judge_key, keys_awaiting
from evalapp.work.create import Assessor
from evalapp.work.deciding import cell_view
from evalapp.work.held import held_revisions
from evalapp.work.inbox import batches, release
from evalapp.work.withdrawing import withdraw_batch
from tests.people import GOOD, LEAVES, UNITS, Desk, Field, chain_of, founded, package_of


class Evaluation:
    """A project in the hands of restless people."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.random = random
        self.desk: Desk = founded(folder)
        self.people: list[Field] = [self.desk.assessor(code) for code in self.desk.tasks]
        self.withdrawals: list[str] = []
        self.sent: list[Path] = []

    def answer(self) -> None:
        person = self.random.choice(self.people)
        for _ in range(self.random.randint(1, 5)):
            unit = self.random.choice([row.unit.key for row in person.overview()])
            item = self.random.choice(LEAVES)
            person.answers(
                unit,
                item,
                self.random.choice((GOOD[item], GOOD[item], "none" if item in ("A2", "A3") else GOOD[item])),
                text=str(self.random.random()),
            )

    def hand_in_and_merge(self) -> None:
        person = self.random.choice(self.people)
        units = [row.unit.key for row in person.overview()]
        self.sent.append(person.hands_in(*self.random.sample(units, self.random.randint(1, len(units)))))
        if self.random.random() < 0.7:
            self.desk.merges(*self.random.sample(self.sent, self.random.randint(1, len(self.sent))))

    def second_laptop(self) -> None:
        if len(self.people) < 5:
            code = self.random.choice(list(self.desk.tasks))
            self.people.append(self.desk.assessor(code, home=f"{code}-{len(self.people)}"))

    def judge_a_key(self) -> None:
        awaiting = keys_awaiting(self.desk.project)
        known = [(person.id, person.identity.public) for person in self.people]
        person, key = self.random.choice(awaiting or known)
        judge_key(self.desk.project, person, key, accepted=self.random.random() < 0.6)

    def withdraw(self) -> None:
        if found := batches(self.desk.project):
            self.withdrawals.append(withdraw_batch(self.desk.project, self.random.choice(found).number, "x"))

    def release(self) -> None:
        held = [one.id for one in held_revisions(self.desk.project)]
        release(
            self.desk.project, withdrawals=self.random.sample(self.withdrawals, min(1, len(self.withdrawals))),
            held=self.random.sample(held, min(3, len(held))), reason="x",
        )  # fmt: skip

    def decide(self) -> None:
        found = self.desk.rows("SELECT unit, item FROM cell ORDER BY 1, 2")
        if found:
            unit, item = self.random.choice(found)
            try:
                cell_view(self.desk.project, unit, item)
                self.desk.decides(unit, item, GOOD[item], reason=str(self.random.random()))
            except AppError as error:
                assert error.code == "unknown_cell", error  # the unit was taken off the roster

    def change_the_rules(self) -> None:
        change_setting(self.desk.project, "tolerance", self.random.choice(("0", "10", "100")))
        change_setting(self.desk.project, "resolve", self.random.choice(("decide", "average", "first")))

    def change_the_roster(self) -> None:
        change_unit(
            self.desk.project,
            self.random.choice(UNITS),
            removed=self.random.random() < 0.4,
            name=str(self.random.random()),
        )

    def reassign(self) -> None:
        person = self.random.choice(self.people)
        assign(
            self.desk.project,
            self.random.choice(UNITS),
            person.id,
            active=self.random.random() < 0.5,
            place=self.random.randint(0, 2),
        )

    def add_somebody(self) -> None:
        add_assessor(self.desk.project, Assessor("新人", "NEW"))

    def send_something_odd(self) -> None:
        """A counter that leaps, a newer version, a gap: each held for its own reason."""
        person = self.random.choice(self.people)
        (device,) = (f"{self.random.getrandbits(128):032x}",)

        def answer(**place: object) -> tuple[Answer, dict[str, object]]:
            where = {"unit": self.random.choice(UNITS), "item": "A2", "subject": person.id, **place}
            return Answer(form=self.desk.project.about.form_hash, state="answered", value="none"), where

        bodies = chain_of(answer(), answer(lamport=10**7), answer(), author=person.id, device=device)
        if self.random.random() < 0.5:
            del bodies[0]
        if self.random.random() < 0.5:
            bodies[-1] = bodies[-1].replace(b'"state":"answered"', b'"state":"answered","mood":"calm"')
        path = self.desk.folder / f"odd-{self.random.random()}.evalpkg"
        self.sent.append(package_of(self.desk, path, bodies, by=person.identity, sender=person.id))
        self.desk.merges(self.sent[-1])

    def go_on(self) -> str:
        steps = (
            self.answer, self.answer, self.answer, self.hand_in_and_merge, self.hand_in_and_merge, self.hand_in_and_merge, self.second_laptop,
            self.judge_a_key, self.withdraw, self.release, self.decide, self.decide, self.change_the_rules, self.change_the_roster, self.reassign,
            self.add_somebody, self.send_something_odd,
        )  # fmt: skip
        step = self.random.choice(steps)
        step()
        return step.__name__


@hypothesis.settings(
    max_examples=12, suppress_health_check=[hypothesis.HealthCheck.too_slow], derandomize=True
)
@given(st.integers(0, 2**32))
def test_step_by_step_and_all_at_once_give_the_same(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        evaluation = Evaluation(Path(folder), Random(seed))
        done = []
        for _step in range(30):
            done.append(evaluation.go_on())
            assert evaluation.desk.check().faults == (), done
        for person in evaluation.people:
            assert person.check().faults == ()
            person.project.close()
        evaluation.desk.project.close()
