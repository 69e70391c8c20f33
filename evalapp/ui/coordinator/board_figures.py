"""The figures over the progress board, and how its words are made."""

from datetime import date

from evalapp.base.i18n import _, ngettext
from evalapp.base.numbers import display
from evalapp.ui.widgets.figure_tile import FigureState
from evalapp.ui.widgets.segmented import SegmentState
from evalapp.work.board import Board
from evalapp.work.outlook import Outlook


def mode_segments() -> tuple[SegmentState, ...]:
    """How far an answer is to be for being counted."""
    return (
        SegmentState(code="started", text=_("Started")),
        SegmentState(code="answered", text=_("Answered")),
        SegmentState(code="valid", text=_("Valid")),
        SegmentState(code="evidenced", text=_("Evidenced")),
        SegmentState(code="submitted", text=_("Handed in")),
    )


def mode_words(mode: str) -> str:
    """What the number in a cell of the heat map counts."""
    return {
        "started": _("the share begun of what is assigned, in per cent; open a cell for its answers"),
        "answered": _("the share answered of what is assigned, in per cent; open a cell for its answers"),
        "valid": _("the share answered without an error, in per cent; open a cell for its answers"),
        "evidenced": _("the share answered with evidence, in per cent; open a cell for its answers"),
        "submitted": _("the share handed in of what is assigned, in per cent; open a cell for its answers"),
    }[mode]


def figures(board: Board, outlook: Outlook) -> tuple[FigureState, ...]:
    """Answered, handed in, disagreements, forecast, late."""
    share = 100 * board.answered / board.leaves if board.leaves else 0.0
    if board.answered < board.leaves:
        share = min(share, 99.9)
    return (
        FigureState(
            caption=_("Answered"),
            figure=f"{display(share, 1)} %",
            words=f"{board.answered}/{board.leaves}",
            icon="clipboard-check-outline",
        ),
        FigureState(
            caption=_("Handed in"),
            figure=str(board.pieces_in),
            words=_("of {n} pieces").format(n=board.pieces),
            icon="send-check-outline",
        ),
        FigureState(
            caption=_("Disagreements"),
            figure=str(board.conflicts),
            words=_("to decide"),
            icon="compare-horizontal",
            token="warn" if board.conflicts else "text_3",
        ),
        _forecast(outlook),
        _late(outlook),
    )


def _forecast(outlook: Outlook) -> FigureState:
    early = outlook.early
    late = early is not None and early < 0
    return FigureState(
        caption=_("Done at this pace"),
        figure=day_words(outlook.finish) if outlook.finish else "—",
        words=_early_words(early) if outlook.finish else _("not known: nothing has come of somebody"),
        icon="calendar-clock",
        token="warn" if late else "ok" if early is not None else "text_3",
    )


def _early_words(early: int | None) -> str:
    if early is None:
        return _("no deadline is set")
    if early == 0:
        return _("on the day of the deadline")
    if early > 0:
        return ngettext("{n} day before the deadline", "{n} days before the deadline", early).format(n=early)
    return ngettext("{n} day after the deadline", "{n} days after the deadline", -early).format(n=-early)


def _late(outlook: Outlook) -> FigureState:
    late = outlook.late
    names = _(", ").join(one.name for one in late[:2]) + ("…" if len(late) > 2 else "")
    return FigureState(
        caption=_("Late"),
        figure=str(len(late)),
        words=names if late else _("nobody"),
        icon="clock-outline",
        token="warn" if late else "text_3",
    )


def deadline_words(outlook: Outlook) -> str:
    """How far the deadline is."""
    left = outlook.days_left
    if left is None:
        return _("No deadline is set")
    day = day_words(outlook.deadline)
    if left == 0:
        return _("Deadline {day}, today").format(day=day)
    if left > 0:
        return ngettext("Deadline {day}, {n} day left", "Deadline {day}, {n} days left", left).format(
            day=day, n=left
        )
    return ngettext("Deadline {day}, {n} day ago", "Deadline {day}, {n} days ago", -left).format(
        day=day, n=-left
    )


def day_words(day: str) -> str:
    """A day as pages give it: month and day."""
    return date.fromisoformat(day).strftime("%m-%d")


def reminders(outlook: Outlook) -> str:
    """Who is to be reminded of what, a line each, to be pasted into a message."""
    people = outlook.late or tuple(one for one in outlook.people if one.open_pieces)
    return "\n".join(
        ngettext(
            "{name} {code}: {n} piece not handed in, {answers} answers open",
            "{name} {code}: {n} pieces not handed in, {answers} answers open",
            one.open_pieces,
        ).format(name=one.name, code=one.code, n=one.open_pieces, answers=one.open_answers)
        for one in people
    )
