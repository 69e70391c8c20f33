"""What a run varies, and how the command line spells it."""

import re
from typing import Literal

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import canonical, from_float
from evalapp.form.cohort_rules import Best, CohortRule, Minmax, Percentile, Zscore
from evalapp.form.direction import Direction

MOST_DRAWS = 1_000_000
CONCENTRATION = 100.0
_CONCENTRATIONS = (1.0, 1e6)
SPREAD = 100 / 12**0.5
"""The standard deviation of values spread evenly over 0…100, and so of percentile scores: z-scores get the same."""

AGGREGATIONS = ("form", "arithmetic", "geometric", "harmonic")
NORMALISATIONS = ("form", "minmax", "zscore", "percentile", "best")
ALL_LEVELS = 0

Scope = Literal["numbers", "cohort"]


class Misspelt(ValueError):
    """An option that cannot be read; the text is a sentence for whoever wrote it."""


class WeightChange(Struct, frozen=True):
    """How weights are drawn: a Dirichlet distribution of this concentration, or each by up to this share (0…1)."""

    kind: Literal["dirichlet", "share"]
    amount: float

    @property
    def text(self) -> str:
        """As the command line spells it."""
        if self.kind == "dirichlet":
            return f"dirichlet:{from_float(self.amount)}"
        return f"±{from_float(100 * self.amount)}%"


class Normalisation(Struct, frozen=True):
    """A way to put numbers on the scale 0…100: ``bounds`` are minmax's and percentile's range, or zscore's mean and sd.

    ``form`` leaves every item as the form scores it.
    """

    method: Literal["form", "minmax", "zscore", "percentile", "best"]
    bounds: tuple[float, float] | None = None

    def rule(self, direction: Direction) -> CohortRule | None:
        """The cohort rule in this direction; None for the form's own."""
        match self.method:
            case "minmax":
                return Minmax(range=self.bounds or (0.0, 100.0), direction=direction)
            case "zscore":
                mean, sd = self.bounds or (50.0, SPREAD)
                return Zscore(mean=mean, sd=sd, direction=direction)
            case "percentile":
                return Percentile(range=self.bounds or (0.0, 100.0), ties="average", direction=direction)
            case "best":
                return Best(direction=direction)
            case _:
                return None

    @property
    def text(self) -> str:
        """As the command line spells it."""
        if self.bounds is None:
            return self.method
        return ":".join((self.method, *(from_float(bound) for bound in self.bounds)))


FORMS_OWN = Normalisation("form")


class Plan(Struct, frozen=True, kw_only=True):
    """A run: so many draws from a generator of this seed, and the factors that they vary; what is not named stands still.

    ``level`` is the level of the tree (1 is the top) at which weights are drawn and items compared, 0 all levels, None the
    first at which some group has several items. ``top``: the share of draws in which a unit is among so many is told.
    ``scope``: normalisation is varied of all numbers, or only of what the form scores by comparison.
    """

    draws: int = 10_000
    seed: int = 1
    top: int = 10
    level: int | None = None
    weights: WeightChange | None = None
    aggregation: tuple[str, ...] = ()
    normalisation: tuple[Normalisation, ...] = ()
    scope: Scope = "numbers"
    assessors: bool = False

    @property
    def varies(self) -> bool:
        """Whether any factor is named."""
        return bool(self.weights or self.aggregation or self.normalisation or self.assessors)


DEFAULT_WEIGHTS = WeightChange("share", 0.25)
"""What is varied where nothing is named, at the first level with several items: the size that COINr's examples take."""


def read_weights(text: str) -> WeightChange:
    """``dirichlet``, ``dirichlet:50`` or ``±10%``. Raises Misspelt."""
    name, colon, amount = text.strip().partition(":")
    if name.lower() == "dirichlet":
        concentration = _number(amount) if colon else CONCENTRATION
        low, high = _CONCENTRATIONS
        if concentration is None or not low <= concentration <= high:
            raise Misspelt(
                _("“{text}”: the concentration is a number from {low} to {high}.").format(
                    text=text, low=from_float(low), high=from_float(high)
                )
            )
        return WeightChange("dirichlet", concentration)
    found = re.fullmatch(r"(?:±|\+-|\+/-|＋－)?\s*([0-9.０-９．]+)\s*[%％]", text.strip())
    share = None if found is None else _number(found.group(1))
    if share is None or not 0 < share < 100:
        raise Misspelt(
            _(
                "“{text}” is no way to draw weights. Write ±10% (more than 0 and less than 100), dirichlet, or dirichlet:50."
            ).format(text=text)
        )
    return WeightChange("share", share / 100)


def read_aggregation(text: str) -> tuple[str, ...]:
    """``arithmetic,geometric``; ``form`` stands for what the form says. Raises Misspelt."""
    found = _listed(text)
    for name in found:
        if name not in AGGREGATIONS:
            raise Misspelt(
                _("“{name}” is no aggregation. Write one or several of {names}, parted by commas.").format(
                    name=name, names=", ".join(AGGREGATIONS)
                )
            )
    return found


def read_normalisation(text: str) -> tuple[Normalisation, ...]:
    """``minmax,zscore:50:10,percentile``; ``form`` stands for what the form says. Raises Misspelt."""
    return tuple(_normalisation(part) for part in _listed(text))


def read_level(text: str) -> int | None:
    """A level's number from 1, ``all`` (0), or nothing (None). Raises Misspelt."""
    if not text:
        return None
    if text == "all":
        return ALL_LEVELS
    if not re.fullmatch(r"[1-9][0-9]?", text):
        raise Misspelt(
            _("“{text}” is no level: write its number from the top, 1, 2 …, or all.").format(text=text)
        )
    return int(text)


def _normalisation(text: str) -> Normalisation:
    name, *bounds = text.split(":")
    if name in ("rank", "distance"):
        raise Misspelt(
            _(
                "“{name}” cannot be drawn: its scores are no share of 100. Use percentile, which spreads ranks over 0…100."
            ).format(name=name)
            if name == "rank"
            else _("“{name}” cannot be drawn: every item would need a target of its own.").format(name=name)
        )
    if name not in NORMALISATIONS:
        raise Misspelt(
            _("“{name}” is no normalisation. Write one or several of {names}, parted by commas.").format(
                name=name, names=", ".join(NORMALISATIONS)
            )
        )
    if not bounds:
        return Normalisation(name)  # type: ignore[arg-type]  # it is one of the names
    numbers = [_number(bound) for bound in bounds]
    if name in ("form", "best") or len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        raise Misspelt(
            _("“{text}”: write minmax:LOW:HIGH, percentile:LOW:HIGH or zscore:MEAN:SD.").format(text=text)
        )
    first, second = numbers[0], numbers[1]
    if second <= (0 if name == "zscore" else first):
        raise Misspelt(
            _("“{text}”: the range must run upwards, and a standard deviation be above 0.").format(text=text)
        )
    return Normalisation(name, (first, second))  # type: ignore[arg-type]


def _listed(text: str) -> tuple[str, ...]:
    found = tuple(part.strip().lower() for part in text.replace("，", ",").split(",") if part.strip())
    if not found:
        raise Misspelt(_("The list is empty."))
    if len(set(found)) < len(found):
        raise Misspelt(_("“{text}” names something twice.").format(text=text))
    return found


def _number(text: str) -> float | None:
    number = canonical(text)
    return None if number is None else float(number)
