"""The words that workbooks and charts print for states, statuses and recorded values, in the language in force."""

from datetime import UTC, datetime

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.form.label import say
from evalapp.form.scales import Binary, Checklist, Number, Options, Rate, Scale
from evalapp.form.tree import Tree


def status_word(status: str) -> str:
    """The word for the state of a leaf, or for the status of a group or of a total."""
    return {
        "answered": _("answered"),
        "not_found": _("not found"),
        "not_applicable": _("not applicable"),
        "unable": _("unable to assess"),
        "blank": _("unanswered"),
        "scored": _("scored"),
        "insufficient": _("too little to score"),
        "pending": _("pending"),
        "failed": _("below the pass line"),
        "ranked": _("ranked"),
    }.get(status, status)


def match_word(match: str) -> str:
    """The word for how the assessors' answers to a cell compare."""
    return {
        "agree": _("agree"),
        "tolerance": _("within tolerance"),
        "differ": _("differ"),
        "evidence": _("evidence differs"),
        "text": _("texts differ"),
        "missing": _("one is missing"),
        "single": _("single assessment"),
        "none": _("nobody has answered"),
    }.get(match, match)


def source_word(status: str) -> str:
    """The word for how a cell came to its final value."""
    return {
        "single": _("single assessment"),
        "agreed": _("agreed"),
        "averaged": _("mean within tolerance"),
        "decided": _("decided"),
        "to_confirm": _("decided, to confirm"),
        "disputed": _("disputed"),
        "pending": _("to decide"),
        "missing": _("missing"),
    }.get(status, status)


def confidence_word(confidence: str) -> str:
    """The word for how sure an assessor was."""
    return {"low": _("low"), "medium": _("medium"), "high": _("high")}.get(confidence, confidence)


def evidence_word(kind: str) -> str:
    """The word for a kind of evidence."""
    return {
        "link": _("link"),
        "screenshot": _("screenshot"),
        "file": _("file"),
        "note": _("note"),
    }.get(kind, kind)


def value_words(scale: Scale | None, value: str, language: str) -> str:
    """A recorded value as people say it: option and tick labels, numbers with their unit, rates with the per cent."""
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
        case Number():
            unit = say(scale.unit, language)
            return f"{value} {unit}" if unit else value
        case Rate():
            return f"{value} ({display(scale.percent(value), 1)} %)"
        case _:
            return value


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
    return moment if parsed is None else parsed.astimezone().strftime("%Y-%m-%d %H:%M (%Z)")


def utc_moment(moment: str) -> datetime | None:
    """The moment without its zone, for document properties; None where it is unreadable."""
    parsed = _parsed(moment)
    return None if parsed is None else parsed.replace(tzinfo=None)


def _parsed(moment: str) -> datetime | None:
    try:
        return datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
