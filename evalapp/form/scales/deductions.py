"""Full marks, less what each finding costs."""

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import canonical
from evalapp.form.label import Label, with_code
from evalapp.form.names import is_code, repeated
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales.base import Extremes, ScaleBase

NOTHING = "none"
_MAX_DIGITS = 9


class Deduction(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One kind of finding: what each costs, at most ``cap`` in all; a ``sole`` one that occurs is taken alone."""

    id: str
    each: float
    label: Label = ""
    cap: float | None = None
    sole: bool = False

    def cost(self, n: int) -> float:
        """Points that ``n`` of them take."""
        return self.each * n if self.cap is None else min(self.cap, self.each * n)


class Deductions(ScaleBase, frozen=True, tag="deductions", rename={"kinds": "findings"}):
    """``points`` less Σ min(cap, each × n) over the findings, not below ``floor``."""

    points: float
    kinds: tuple[Deduction, ...]
    floor: float = 0.0

    def read(self, text: str) -> str:
        """``dead=3;error=1`` in the form's order, without those that do not occur; ``none``. Raises ValueRefused."""
        given = [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]
        if not given:
            raise ValueRefused(self._not_read(text))
        if given == [NOTHING]:
            return NOTHING
        counts: dict[str, int] = {}
        known = {kind.id for kind in self.kinds}
        for part in given:
            name, equals, number = (piece.strip() for piece in part.replace("＝", "=").partition("="))
            n = canonical(number)
            if name not in known or not equals or name in counts:
                raise ValueRefused(self._not_read(text))
            if n is None or "." in n or n.startswith("-") or len(n) > _MAX_DIGITS:
                raise ValueRefused(
                    _("“{value}”: how often “{name}” was found is a whole number from 0").format(
                        value=text, name=name
                    )
                )
            counts[name] = int(n)
        return self.recorded(counts)

    def recorded(self, counts: dict[str, int]) -> str:
        """How often each was found, as it is recorded."""
        return (
            ";".join(f"{kind.id}={counts[kind.id]}" for kind in self.kinds if counts.get(kind.id)) or NOTHING
        )

    def counts(self, value: str) -> dict[str, int]:
        """How often each finding occurs in a recorded value; those that do not are left out."""
        if value == NOTHING:
            return {}
        return {name: int(n) for name, _equals, n in (part.partition("=") for part in value.split(";"))}

    def lost(self, value: str) -> float:
        """The points taken, before ``floor``: a sole finding alone (of several the dearest), else all together."""
        counts = self.counts(value)
        costs = [(kind.sole, kind.cost(counts[kind.id])) for kind in self.kinds if kind.id in counts]
        alone = [cost for sole, cost in costs if sole]
        return max(alone) if alone else sum(cost for _sole, cost in costs)

    def extremes(self) -> Extremes | None:
        """From ``floor`` to ``points``."""
        return (min(self.floor, self.points), self.points)

    def score(self, value: str) -> float | None:
        """100 × max(floor, points − Σ) / points."""
        return 100 * max(self.floor, self.points - self.lost(value)) / (self.maximum() or 1.0)

    def cel(self, value: str) -> object:
        """The value as expressions see it: the list of findings that occur."""
        return list(self.counts(value))

    def is_hit(self, value: str) -> bool:
        """Any finding is a hit."""
        return value != NOTHING

    def examples(self) -> tuple[str, ...]:
        """Recorded values with which the form's expressions are tried. All of them, nothing, one."""
        single = tuple(f"{kind.id}=1" for kind in self.kinds)
        return (";".join(single), NOTHING, *single[:1]) if single else (NOTHING,)

    def shape(self) -> tuple[object, ...]:
        """What decides whether an answer to another edition still fits (RECORD R21)."""
        return ("deductions", *sorted(kind.id for kind in self.kinds))

    def findings(self) -> list[str]:
        """What is wrong with the scale as written, one sentence each."""
        found = [] if self.kinds else [_("deductions need at least one finding")]
        ids = [kind.id for kind in self.kinds]
        found += [_("the finding “{name}” occurs twice").format(name=name) for name in repeated(ids)]
        found += [
            _(
                "the finding id “{name}” must not be empty, “none”, or hold , ; = or spaces at its ends"
            ).format(name=name)
            for name in ids
            if name == NOTHING or not is_code(name)
        ]
        found += [
            _("the finding “{name}” must cost more than 0").format(name=kind.id)
            for kind in self.kinds
            if kind.each <= 0 or (kind.cap is not None and kind.cap <= 0)
        ]
        if self.floor > self.points or (self.floor == self.points and self.points > 0):
            found.append(_("“floor” must be below “points”"))
        return found

    def pointless(self) -> str:
        """Why answers cannot earn points where they should."""
        return _("points must be above 0") if self.points <= 0 else ""

    def _not_read(self, text: str) -> str:
        return _(
            "“{value}” is not a list of findings such as {example}; known are {names}, and “none” where nothing was found"
        ).format(
            value=text,
            example=f"{self.kinds[0].id}=2" if self.kinds else "a=2",
            names=_("; ").join(with_code(kind.label, kind.id) for kind in self.kinds),
        )
