"""The words that workbooks and charts print for states, statuses and recorded values, in the language in force."""

from datetime import UTC, datetime

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.form.label import say
from evalapp.form.scales import (
    Binary,
    Checklist,
    Deductions,
    Derived,
    Number,
    Options,
    Rate,
    Rounds,
    Scale,
)
from evalapp.form.tree import Tree

_COMPUTED_DECIMALS = 4


def status_word(status: str) -> str:
    """The word for the state of a leaf, or for the status of a group or of a total."""
    match status:
        case "answered":
            return _("answered")
        case "not_found":
            return _("not found")
        case "not_applicable":
            return _("not applicable")
        case "unable":
            return _("unable to assess")
        case "blank":
            return _("unanswered")
        case "scored":
            return _("scored")
        case "insufficient":
            return _("too little to score")
        case "pending":
            return _("pending")
        case "vetoed":
            return _("vetoed")
        case "passed":
            return _("passed")
        case "failed":
            return _("below the pass line")
        case "ranked":
            return _("ranked")
        case _:
            return status


def confidence_word(confidence: str) -> str:
    """The word for how sure an assessor was."""
    match confidence:
        case "low":
            return _("low")
        case "medium":
            return _("medium")
        case "high":
            return _("high")
        case _:
            return confidence


def evidence_word(kind: str) -> str:
    """The word for a kind of evidence."""
    match kind:
        case "link":
            return _("link")
        case "screenshot":
            return _("screenshot")
        case "file":
            return _("file")
        case "note":
            return _("note")
        case _:
            return kind


def category_word(category: str) -> str:
    """The words for a decision's reason category."""
    match category:
        case "evidence":
            return _("better evidence")
        case "overlooked":
            return _("something was overlooked")
        case "date":
            return _("seen on different days")
        case "misread":
            return _("the scale was misread")
        case "mended":
            return _("mended since")
        case "imported":
            return _("brought in from elsewhere")
        case "rule":
            return _("rule for small gaps")
        case "other":
            return _("other")
        case _:
            return category


def value_words(scale: Scale | None, value: str, language: str) -> str:
    """A recorded value as people say it: labels, findings with their number, rounds in turn, numbers with their unit."""
    if not value:
        return ""
    match scale:
        case Binary():
            return _("yes") if value == "yes" else _("no")
        case Options():
            option = scale.option(value)
            return (say(option.label, language) if option is not None else "") or value
        case Checklist():
            ticked = scale.ticked(value)
            labels = [say(tick.label, language) or tick.id for tick in scale.ticks if tick.id in ticked]
            return _(", ").join(labels) if labels else _("nothing ticked")
        case Deductions():
            counts = scale.counts(value)
            found = [
                _("{finding} × {n}").format(finding=say(kind.label, language) or kind.id, n=counts[kind.id])
                for kind in scale.kinds
                if kind.id in counts
            ]
            return _(", ").join(found) if found else _("nothing found")
        case Rounds():
            # A dash stands for a round that did not take place.
            return " | ".join(value_words(scale.one, part, language) or "—" for part in scale.each(value))
        case Derived():
            if value in ("yes", "no"):
                return _("yes") if value == "yes" else _("no")
            return _computed(value)
        case Number():
            unit = say(scale.unit, language)
            return f"{value} {unit}" if unit else value
        case Rate():
            return f"{value} ({display(scale.percent(value), 1)} %)"
        case _:
            return value


def rolled_words(scale: Scale | None, value: str, language: str) -> str:
    """What the values of sub-units came to together: a share, a truth, or a number that need not be one of the scale."""
    if not value or "/" in value:
        return value_words(scale, value, language)
    if value in ("yes", "no"):
        return _("yes") if value == "yes" else _("no")
    number = _computed(value)
    if isinstance(scale, Rate):
        return f"{number} %"
    return f"{number} {say(scale.unit, language)}".rstrip() if isinstance(scale, Number) else number


def _computed(value: str) -> str:
    text = display(float(value), _COMPUTED_DECIMALS)
    return text.rstrip("0").rstrip(".")


def titled(tree: Tree, index: int, language: str) -> str:
    """An item's code and title."""
    node = tree.nodes[index]
    title = say(node.item.title, language)
    return f"{node.code} {title}" if title and title != node.code else node.code


def utc_words(moment: str) -> str:
    """``2021-10-21T01:42:00Z`` as ``2021-10-21 01:42 UTC``; an unreadable time is given as it is."""
    parsed = _parsed(moment)
    return moment if parsed is None else parsed.strftime("%Y-%m-%d %H:%M UTC")


def local_words(moment: str) -> str:
    """The moment in this computer's time zone, ``2021-10-21 09:42 (UTC+08:00)``; an unreadable time as it is."""
    parsed = _parsed(moment)
    if parsed is None:
        return moment
    # Not %Z: names of zones are the system's own, in its own language.
    local = parsed.astimezone()
    zone = local.strftime("%z")
    return local.strftime("%Y-%m-%d %H:%M") + (
        f" (UTC{zone[:3]}:{zone[3:5]})" if local.utcoffset() else " UTC"
    )


def utc_moment(moment: str) -> datetime | None:
    """The moment without its zone, for document properties; None where it is unreadable."""
    parsed = _parsed(moment)
    return None if parsed is None else parsed.replace(tzinfo=None)


def _parsed(moment: str) -> datetime | None:
    try:
        return datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
