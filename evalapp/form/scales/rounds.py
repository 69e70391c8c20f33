"""The same question in several rounds, each scored, then averaged."""

from typing import TYPE_CHECKING

from evalapp.base.i18n import _
from evalapp.form.refusal import ValueRefused
from evalapp.form.rules import is_cohort_rule
from evalapp.form.scales.base import ScaleBase
from evalapp.form.scales.binary import Binary
from evalapp.form.scales.checklist import Checklist
from evalapp.form.scales.count import Count
from evalapp.form.scales.deductions import Deductions
from evalapp.form.scales.imported import Imported
from evalapp.form.scales.number import Number
from evalapp.form.scales.options import Options
from evalapp.form.scales.rate import Rate

if TYPE_CHECKING:
    from evalapp.form.scales.base import Extremes

OneRound = Binary | Options | Checklist | Count | Number | Rate | Deductions | Imported

MAX_ROUNDS = 60


class Rounds(ScaleBase, frozen=True, tag="rounds"):
    """``n`` answers on another scale; with fewer than ``needed`` of them nothing can be said.

    Where that scale's own values hold ``;``, a comma stands in its place: ``dead=3,error=1;;none``.
    """

    n: int
    of: str | OneRound
    needed: int = 1

    @property
    def one(self) -> OneRound:
        """The scale of each round. A name in ``[scales]`` was looked up when the form was put together."""
        assert not isinstance(self.of, str)
        return self.of

    @property
    def typed(self) -> bool:
        """As the scale of its rounds says."""
        return self.one.typed

    def read(self, text: str) -> str:
        """One value a round, parted by ``;``, nothing for a missed one. Raises ValueRefused."""
        parts = [part.strip() for part in text.replace("；", ";").split(";")]
        if len(parts) != self.n or not any(parts):
            raise ValueRefused(
                _(
                    "“{value}” is not {n} values parted by “;”, with nothing for a missed round; "
                    "if all were missed, choose “unable to assess”"
                ).format(value=text, n=self.n)
            )
        return ";".join(self._inner(self.one.read(self._outer(part))) if part else "" for part in parts)

    def given(self, value: str) -> list[str]:
        """The values of the rounds that took place."""
        return [part for part in self.each(value) if part]

    def each(self, value: str) -> list[str]:
        """The value of each round, "" for a missed one."""
        return [self._outer(part) for part in value.split(";")]

    def enough(self, value: str) -> bool:
        """Whether as many rounds took place as are needed; else the item could not be assessed."""
        return len(self.given(value)) >= self.needed

    def extremes(self) -> "Extremes | None":
        """As of a single round."""
        return self.one.extremes()

    def maximum(self) -> float | None:
        """Points at full marks, as of a single round."""
        return self.one.maximum()

    def score(self, value: str) -> float | None:
        """The mean of the rounds' scores; None with fewer rounds than needed."""
        if not self.enough(value):
            return None
        scores = [self.one.score(part) or 0.0 for part in self.given(value)]
        return sum(scores) / len(scores)

    def cel(self, value: str) -> object:
        """The value as expressions see it: the list of the rounds that took place."""
        return [self.one.cel(part) for part in self.given(value)]

    def is_hit(self, value: str) -> bool:
        """A hit in one round is a hit."""
        return any(self.one.is_hit(part) for part in self.given(value))

    def examples(self) -> tuple[str, ...]:
        """Recorded values with which the form's expressions are tried. All rounds alike, and only the first."""
        inner = [self._inner(value) for value in self.one.examples()]
        return (*(";".join([value] * self.n) for value in inner), inner[0] + ";" * (self.n - 1))

    def shape(self) -> tuple[object, ...]:
        """What decides whether an answer to another edition still fits (RECORD R21)."""
        return ("rounds", self.n, *self.one.shape())

    def findings(self) -> list[str]:
        """What is wrong with the scale as written, one sentence each."""
        found = []
        if not 2 <= self.n <= MAX_ROUNDS:
            found.append(_("“n” is a number of rounds from 2 to {most}").format(most=MAX_ROUNDS))
        if not 1 <= self.needed <= self.n:
            found.append(_("“needed” lies between 1 and “n”"))
        if isinstance(self.of, str):
            return found
        found += self.of.findings()
        if is_cohort_rule(self.of.rule):
            found.append(_("rounds cannot be scored by comparison with other units"))
        return found

    def pointless(self) -> str:
        """Why answers cannot earn points where they should."""
        return self.one.pointless()

    def _inner(self, value: str) -> str:
        return value.replace(";", ",")

    def _outer(self, part: str) -> str:
        return part.replace(",", ";") if isinstance(self.one, (Checklist, Deductions)) else part
