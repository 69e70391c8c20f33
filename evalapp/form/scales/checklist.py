"""Several facts, each ticked when it was found."""

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.form.label import Label, with_code
from evalapp.form.names import is_code, repeated
from evalapp.form.refusal import ValueRefused
from evalapp.form.rules import Rule, Steps
from evalapp.form.scales.base import Extremes, ScaleBase

NOTHING = "none"


class Tick(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One fact of a checklist."""

    id: str
    label: Label = ""
    points: float = 1.0


class Checklist(ScaleBase, frozen=True, tag="checklist"):
    """The ticks' points, up to ``cap``; or ``points``: steps over the number ticked."""

    ticks: tuple[Tick, ...]
    cap: float | None = None
    points: Steps | None = None

    def read(self, text: str) -> str:
        """The ids ticked, in the form's order, parted by ``;``; nothing ticked is ``none``. Raises ValueRefused."""
        given = [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]
        if given == [NOTHING]:
            return NOTHING
        known = [tick.id for tick in self.ticks]
        unknown = [part for part in given if part not in known]
        if unknown or not given:
            raise ValueRefused(
                _(
                    "“{value}” is not a list of ticks; known are {ticks}, and “none” where nothing was found"
                ).format(
                    value=text, ticks=_("; ").join(with_code(tick.label, tick.id) for tick in self.ticks)
                )
            )
        return ";".join(name for name in known if name in given)

    def ticked(self, value: str) -> list[str]:
        """The ids ticked in a recorded value."""
        return [] if value == NOTHING else value.split(";")

    @property
    def rule(self) -> Rule | None:
        """Steps over the number ticked, where there are any."""
        return self.points

    def extremes(self) -> Extremes | None:
        """At most ``cap``, or the best step, or the sum of all ticks; at least what ticks below 0 take away."""
        if self.points is not None:
            return (0.0, self.points.maximum() or 0.0)
        lost = sum(min(0.0, tick.points) for tick in self.ticks)
        return (lost, self.cap if self.cap is not None else sum(tick.points for tick in self.ticks))

    def score(self, value: str) -> float | None:
        """100 × min(cap, Σ) / maximum, or by the steps over the number ticked."""
        ticked = set(self.ticked(value))
        if self.points is not None:
            return self.points.score(float(len(ticked)))
        earned = sum(tick.points for tick in self.ticks if tick.id in ticked)
        most = (self.extremes() or (0.0, 0.0))[1]
        return 100 * min(most if most > 0 else 0.0, earned) / (self.maximum() or 1.0)

    def cel(self, value: str) -> object:
        """The value as expressions see it: the list of ticks."""
        return self.ticked(value)

    def is_hit(self, value: str) -> bool:
        """Any tick is a hit."""
        return value != NOTHING

    def examples(self) -> tuple[str, ...]:
        """Recorded values with which the form's expressions are tried. Everything, nothing, one tick."""
        names = [tick.id for tick in self.ticks]
        return (";".join(names), NOTHING, names[0]) if names else (NOTHING,)

    def shape(self) -> tuple[object, ...]:
        """What decides whether an answer to another edition still fits (RECORD R21)."""
        return ("checklist", *sorted(tick.id for tick in self.ticks))

    def findings(self) -> list[str]:
        """What is wrong with the scale as written, one sentence each."""
        found = [] if self.ticks else [_("a checklist needs at least one tick")]
        ids = [tick.id for tick in self.ticks]
        found += [_("the tick “{name}” occurs twice").format(name=name) for name in repeated(ids)]
        found += [
            _("the tick id “{name}” must not be empty, “none”, or hold , ; = or spaces at its ends").format(
                name=name
            )
            for name in ids
            if name == NOTHING or not is_code(name)
        ]
        if self.cap is not None and self.cap <= 0:
            found.append(_("“cap” must be above 0"))
        if self.cap is not None and self.points is not None:
            found.append(_("give either “cap” or “points”, not both"))
        if self.points is not None:
            found += self.points.findings()
        return found

    def pointless(self) -> str:
        """Why answers cannot earn points where they should."""
        most = (self.extremes() or (0.0, 0.0))[1]
        if self.points is not None or not self.ticks:
            return ""
        earns = most > 0 and any(tick.points > 0 for tick in self.ticks)
        return "" if earns else _("the ticks earn no points")
