"""One of several described steps, each with its own points."""

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.form.label import Label, with_code
from evalapp.form.names import is_code, repeated
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales.base import Extremes, ScaleBase


class Option(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One step: the value recorded, what it is called, what must be seen for it, what it earns."""

    value: str
    points: float
    label: Label = ""
    anchor: Label = ""
    veto: bool = False

    @property
    def names(self) -> set[str]:
        """What people call it, in either language."""
        names = (self.label,) if isinstance(self.label, str) else (self.label.zh, self.label.en)
        return {name for name in names if name}


class Options(ScaleBase, frozen=True, tag="options"):
    """The answer is one option's value; the steps need not be even and may be negative."""

    options: tuple[Option, ...]

    def option(self, value: str) -> Option | None:
        """The option recorded as ``value``."""
        return next((option for option in self.options if option.value == value), None)

    def read(self, text: str) -> str:
        """The option whose value or label is ``text``. Raises ValueRefused."""
        plain = text.strip()
        if self.option(plain) is not None:
            return plain
        for option in self.options:
            if plain and plain in option.names:
                return option.value
        raise ValueRefused(
            _("“{value}” is not one of the options {options}").format(
                value=text,
                options=_(", ").join(with_code(option.label, option.value) for option in self.options),
            )
        )

    def extremes(self) -> Extremes | None:
        """The points of the worst and the best option."""
        points = [option.points for option in self.options] or [0.0]
        return (min(points), max(points))

    def score(self, value: str) -> float | None:
        """100 × points / largest points; below 0 for negative options."""
        option = self.option(value)
        if option is None:
            raise ValueRefused(_("“{value}” is not one of the options").format(value=value))
        return 100 * option.points / (self.maximum() or 1.0)

    def cel(self, value: str) -> object:
        """The value as expressions see it: the option's value."""
        return value

    def is_hit(self, value: str) -> bool:
        """An option marked ``veto``."""
        option = self.option(value)
        return option is not None and option.veto

    def examples(self) -> tuple[str, ...]:
        """Recorded values with which the form's expressions are tried. Every option."""
        return tuple(option.value for option in self.options)

    def shape(self) -> tuple[object, ...]:
        """What decides whether an answer to another edition still fits (RECORD R21)."""
        return ("options", *sorted(option.value for option in self.options))

    def findings(self) -> list[str]:
        """What is wrong with the scale as written, one sentence each."""
        found = []
        values = [option.value for option in self.options]
        if len(values) < 2:
            found.append(_("a choice needs at least two options"))
        found += [_("the option “{value}” occurs twice").format(value=value) for value in repeated(values)]
        found += [
            _("the option value “{value}” must not be empty or hold , ; = or spaces at its ends").format(
                value=value
            )
            for value in values
            if not is_code(value)
        ]
        return found + self._called_alike()

    def _called_alike(self) -> list[str]:
        """Labels are taken for values where a table is read, so each must mean one option."""
        called = [name for option in self.options for name in option.names | {option.value}]
        return [
            _("two options go by the name “{name}”; call one of them otherwise").format(name=name)
            for name in repeated(called)
            if sum(option.value == name for option in self.options) < 2
        ]

    def pointless(self) -> str:
        """Why answers cannot earn points where they should."""
        return (
            ""
            if any(option.points > 0 for option in self.options)
            else _("no option earns points; give the best one some")
        )
