"""A leaf as a row of the entry workbook: how it is answered, what is offered, what its comments say."""

from evalapp.base.i18n import _, ngettext
from evalapp.base.numbers import canonical
from evalapp.entry.cell_words import scale_words, tick_words
from evalapp.form.label import say
from evalapp.form.scales import (
    Binary,
    Checklist,
    Count,
    Deductions,
    Derived,
    Imported,
    Number,
    Options,
    Rate,
    Rounds,
    Scale,
)
from evalapp.form.scales.options import Option
from evalapp.form.tree import Node, Tree
from evalapp.report.entry_workbook.contents import Kind
from evalapp.report.figures import written
from evalapp.report.item_words import rule_word

_SIGNIFICANT = 15
_YES_NO = {"zh": ("是", "否"), "en": ("yes", "no")}


def how_to_answer(scale: Scale, language: str) -> str:
    """What is typed or chosen, in a phrase."""
    match scale:
        case Binary() | Options():
            return " / ".join(choices_of(scale, language))
        case Checklist():
            named = _("; ").join(tick_words(scale, tick.id, tick.label, language) for tick in scale.ticks)
            return _("What is there, parted by semicolons, or none: {ticks}").format(ticks=named)
        case Count():
            return _("A whole number, 0 or more")
        case Number():
            return _number(scale, language)
        case Rate():
            return _("So many of so many, such as 19/20")
        case Deductions():
            kinds = [tick_words(scale, kind.id, kind.label, language) for kind in scale.kinds]
            return _("How many of each, such as {example}, or none: {findings}").format(
                example=f"{kinds[0]}=2" if kinds else "", findings=_("; ").join(kinds)
            )
        case Rounds():
            return ngettext(
                "{n} value, nothing for a missed round. Each: {one}",
                "{n} values parted by semicolons, nothing for a missed round. Each: {one}",
                scale.n,
            ).format(n=scale.n, one=how_to_answer(scale.one, language))
        case Derived():
            return _("computed from other answers")
        case Imported():
            return _("score from elsewhere, 0 to {most}").format(most=written(scale.max))
        case _:
            return _("In words; not scored")


def _number(scale: Number, language: str) -> str:
    unit = say(scale.unit, language)
    low = "" if scale.min is None else written(scale.min)
    high = "" if scale.max is None else written(scale.max)
    if low and high:
        words = _("A number from {low} to {high}")
    elif low:
        words = _("A number, {low} or more")
    elif high:
        words = _("A number, {high} at most")
    else:
        words = _("A number")
    found = words.format(low=low, high=high)
    return f"{found} ({unit})" if unit else found


def choices_of(scale: Scale | None, language: str) -> tuple[str, ...]:
    """What the drop-down offers; nothing where the answer is typed. Each of them is read back as its value."""
    match scale:
        case Binary():
            return _YES_NO["en" if language == "en" else "zh"]
        case Options():
            return tuple(_option(option, scale, language) for option in scale.options)
        case _:
            return ()


def _option(option: Option, scale: Options, language: str) -> str:
    """An option as people call it; by its value where its label would not be read as the same."""
    name = say(option.label, language)
    plain = name == name.strip() and "\n" not in name and len(name) <= 255
    return name if plain and name and scale.read(name) == option.value else option.value


def shown_value(scale: Scale | None, value: str, language: str) -> str | float:
    """A recorded value as its cell shows it: numbers as numbers where no digit is lost, options by their names."""
    match scale:
        case Binary() if value in {"yes", "no"}:
            return _YES_NO["en" if language == "en" else "zh"][value == "no"]
        case Options() if (option := scale.option(value)) is not None:
            return _option(option, scale, language)
        case Count() | Number():
            number = canonical(value)
            if number is not None and canonical(f"{float(number):.{_SIGNIFICANT}g}") == number:
                return float(number)
        case Checklist() | Deductions() if value:
            return scale_words(scale, value, language)
    return value


def kind_of(scale: Scale | None) -> Kind:
    """Which way a cell is formatted: only where a number alone is the answer it is not text."""
    if isinstance(scale, Count | Number):
        return "number"
    return "rate" if isinstance(scale, Rate) else "text"


def bounds_of(scale: Scale | None) -> tuple[float | None, float | None]:
    """Least and most of a number."""
    if isinstance(scale, Count):
        return 0.0, None
    return (scale.min, scale.max) if isinstance(scale, Number) else (None, None)


def about_item(tree: Tree, node: Node, language: str) -> str:
    """The comment on an item's title: where it stands, question, guide, what evidence it needs."""
    evidence = {
        "required": _("Evidence is required."),
        "optional": _("Evidence is welcome."),
        "none": _("No evidence is needed."),
    }.get(node.item.evidence) or _("Evidence is required where: {condition}").format(
        condition=node.item.evidence
    )
    where = " › ".join(say(above.item.title, language) for above in tree.path(node.code)[:-1])
    parts = (where, say(node.item.ask, language), say(node.item.guide, language), evidence)
    return "\n\n".join(part for part in parts if part)


def anchors(scale: Scale | None, language: str) -> str:
    """The comment on the cell of the answer: what each option means, else how it is scored."""
    if isinstance(scale, Rounds):
        return anchors(scale.one, language)
    if isinstance(scale, Options):
        return "\n".join(
            f"● {_option(option, scale, language)}"
            + (f": {say(option.anchor, language)}" if option.anchor else "")
            for option in scale.options
        )
    return "" if scale is None else rule_word(scale)
