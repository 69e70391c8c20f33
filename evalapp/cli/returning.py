"""Questions on answers: ``evalapp return``, ``questions`` and ``reply``."""

from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.clock import local_time
from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.tables import read_csv
from evalapp.cli.output import Json, emit, failures, note, progress_bar, say_line, show_table
from evalapp.entry.columns import QUESTIONS
from evalapp.work.asking import reply
from evalapp.work.project import open_project
from evalapp.work.question_table import AskedTable, ask_table
from evalapp.work.questions import Asked, QuestionState, all_asked, waiting
from evalapp.work.session import Session
from evalapp.work.tasks import write_returns
from evalapp.work.units import unit_with_code

ProjectFile = Annotated[Path, typer.Argument(metavar="PROJECT")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "return",
        help=_(
            "Write a return for every assessor with open questions. Questions come from a CSV file: unit,item,assessor,question."
        ),
    )(give_back)
    app.command("questions", help=_("List the questions on answers, and how far each is."))(list_questions)
    app.command("reply", help=_("Close a question without a new answer."))(reply_to)


def give_back(
    project_file: ProjectFile,
    out: Annotated[Path, typer.Option("-o", "--output")],
    questions: Annotated[Path | None, typer.Option("--questions", metavar="QUESTIONS.csv")] = None,
    as_json: Json = False,
) -> None:
    """A return package per assessor who is asked something."""
    with (
        failures(as_json),
        open_project(Session(), project_file) as project,
        progress_bar(_("Writing returns")) as progress,
    ):
        put = AskedTable(0, 0) if questions is None else ask_table(project, read_csv(questions, QUESTIONS))
        written = write_returns(project, out, progress)
    if as_json:
        emit({"asked": put.asked, "same": put.same, "written": written})
        return
    for one in written:
        say_line(
            ngettext(
                "{file} for {name}: {n} question", "{file} for {name}: {n} questions", one.questions
            ).format(file=one.path, name=one.name, n=one.questions)
        )
    if not written:
        note(_("No question waits for an answer: nothing was written."))


def list_questions(project_file: ProjectFile, as_json: Json = False) -> None:
    """The questions that a file holds."""
    with failures(as_json), open_project(Session(), project_file) as project:
        found = all_asked(project)
        assessor = project.about.role == "assessor"
    if as_json:
        emit(found)
        return
    show_table(
        (_("Unit"), _("Item"), _("Assessor"), _("Question"), _("Time"), _("State"), _("Reply")),
        [
            (
                one.unit_name,
                one.item,
                one.subject_name,
                one.text,
                local_time(one.at),
                _waits() if assessor and one.state == "open" else state_word(one.state),
                one.reply,
            )
            for one in found
        ],
    )


def _waits() -> str:
    return _("waits for you")


def state_word(state: QuestionState) -> str:
    """How far a question is, in the language in force."""
    return {
        "open": _("not sent yet"),
        "sent": _("sent"),
        "answered": _("answered"),
        "closed": _("closed"),
    }[state]


def reply_to(
    project_file: ProjectFile,
    unit: str,
    item: str,
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    as_json: Json = False,
) -> None:
    """Say something to the questions about an item in place of a new answer."""
    with failures(as_json), open_project(Session(), project_file) as project:
        key = unit_with_code(project, unit).key
        found = [one for one in all_asked(project) if (one.unit, one.item) == (key, item)]
        open_ones: tuple[Asked, ...] = waiting(found)
        if not open_ones:
            raise AppError(
                "unknown_question",
                _("{unit} {item}: no question waits here. Nothing was changed.").format(unit=unit, item=item),
            )
        for one in open_ones:
            reply(project, one.id, text)
    if as_json:
        emit({"closed": len(open_ones)})
        return
    say_line(
        ngettext("{n} question is closed.", "{n} questions are closed.", len(open_ones)).format(
            n=len(open_ones)
        )
    )
