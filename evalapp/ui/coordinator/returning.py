"""Giving a cell back while comparing: whom to ask, what was asked before, without names."""

from collections.abc import Sequence
from functools import partial

from evalapp.base.clock import local_time
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.ui.coordinator.decision_bar import EVERYBODY, Draft
from evalapp.ui.widgets.card_state import MessageState
from evalapp.work.asking import NewQuestion, ask
from evalapp.work.deciding import CellView
from evalapp.work.project import Project
from evalapp.work.questions import Asked, asked


def new_questions(view: CellView, draft: Draft) -> tuple[NewQuestion, ...]:
    """The draft of a return as questions: to everybody who assessed the cell, or to one of them by letter."""
    return tuple(
        NewQuestion(unit=view.unit.key, item=view.item, subject=one.person, text=draft.reason)
        for one in view.assessments
        if draft.category in (EVERYBODY, one.label)
    )


def questions_of(project: Project, unit: str, item: str) -> tuple[Asked, ...]:
    """What was ever asked about a cell."""
    with project.file.read() as connection:
        return tuple(one for one in asked(project, connection, unit) if one.item == item)


def question_messages(view: CellView, questions: Sequence[Asked]) -> list[MessageState]:
    """A bar for each question; whom it was put to is told by letter, as long as names are hidden."""
    letters = {one.person: one.label for one in view.assessments}
    return [_bar(one, letters.get(one.subject, "–")) for one in questions]


def _bar(one: Asked, label: str) -> MessageState:
    place = {"label": label, "time": local_time(one.at), "question": one.text}
    if one.state == "closed":
        text = _("Asked of {label} on {time}: {question} Closed by a reply: {reply}").format(
            **place, reply=one.reply
        )
        return MessageState(kind="info", text=text)
    words = {
        "open": _("Asked of {label} on {time}: {question} It is not sent yet: write the returns."),
        "sent": _("Asked of {label} on {time}: {question} No answer has come yet."),
        "answered": _("Asked of {label} on {time}: {question} Answered by what stands here."),
    }[one.state]
    return MessageState(kind="info" if one.state == "answered" else "returned", text=words.format(**place))


def asking(project: Project, new: Sequence[NewQuestion]) -> partial[int]:
    """The work of asking, for the task runner."""
    return partial(_ask, project, tuple(new))


def _ask(project: Project, new: Sequence[NewQuestion], _progress: Progress) -> int:
    return ask(project, new)
