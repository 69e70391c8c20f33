"""Why the progress of a unit changed against what one expects: progress never falls silently. Pure."""

from collections.abc import Iterator

from evalapp.base.i18n import _, ngettext
from evalapp.work.answers import LeafEntry, UnitPage


def why_changed(before: UnitPage, after: UnitPage) -> str:
    """In one line what took something from the progress of a unit, and by how much it changed; "" where nothing did.

    Answering more is no reason that has to be told; neither is what leaves all figures as they are.
    """
    if before.progress == after.progress:
        return ""
    causes = _causes(before, after)
    if not causes:
        return ""
    first, *others = causes.values()
    if others:
        first = ngettext(
            "{cause}; {n} more item changed", "{cause}; {n} more items changed", len(others)
        ).format(cause=first, n=len(others))
    return _("{cause}: {figures}").format(cause=first, figures=_(", ").join(_figures(before, after)))


def _causes(before: UnitPage, after: UnitPage) -> dict[str, str]:
    """By item, the gravest first: what it lost, or that it comes in or goes out by the form's rules."""
    was_wrong, is_wrong = _wrong(before), _wrong(after)
    pairs = [(entry, after.entries[code]) for code, entry in before.entries.items() if code in after.entries]
    found: dict[str, str] = {}
    for words, happened in (
        (_("{item} no longer applies"), lambda old, new: old.open_work and not new.open_work),
        (_("{item} applies again"), lambda old, new: new.open_work and not old.open_work),
        (_("The answer to {item} was taken back"), lambda old, new: _counted(old) and not new.answered),
        (_("The evidence of {item} was taken away"), _lost_evidence),
        (
            _("{item} has an error"),
            lambda old, new: _counted(old) and _counted(new) and new.code in is_wrong - was_wrong,
        ),
    ):
        for old, new in pairs:
            if happened(old, new):
                found.setdefault(new.code, words.format(item=new.code))
    return found


def _counted(entry: LeafEntry) -> bool:
    return entry.open_work and entry.answered


def _lost_evidence(old: LeafEntry, new: LeafEntry) -> bool:
    return _counted(old) and _counted(new) and bool(old.entered.evidence) and not new.entered.evidence


def _wrong(page: UnitPage) -> frozenset[str]:
    return frozenset(problem.item for problem in page.problems if problem.severity == "error")


def _figures(before: UnitPage, after: UnitPage) -> Iterator[str]:
    """By how much each figure changed, those that did."""
    old, new = before.progress, after.progress
    for word, change in (
        (_("to answer"), new.leaves - old.leaves),
        (_("answered"), new.answered - old.answered),
        (_("valid"), new.valid - old.valid),
        (_("with evidence"), new.evidenced - old.evidenced),
    ):
        if change:
            yield f"{word} {'+' if change > 0 else '−'}{abs(change)}"
