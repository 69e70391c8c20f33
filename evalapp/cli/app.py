"""The tree of commands."""

from collections.abc import Sequence

import typer

from evalapp.base.i18n import _, libraries_translated
from evalapp.cli import (
    agreement,
    assessing,
    auditing,
    checking,
    coordinating,
    desk,
    earlier,
    editions,
    explaining,
    forms,
    objecting,
    people,
    projects,
    publishing,
    received,
    resulting,
    returning,
    robustness,
    rules,
    sharing,
)
from evalapp.cli.misuse import told
from evalapp.cli.options import describe
from evalapp.cli.output import DATA_ERROR, DONE, USAGE, note, pipes_in_utf8, system_trouble
from evalapp.cli.pages import Group


def build() -> typer.Typer:
    """The commands, described in the language in force."""
    app = _group(_("Offline evaluation of governments' digital services."))
    form = _group(_("Scoring forms."))
    forms.register(form)
    editions.register_diff(form)
    project = _group(_("Project files."))
    projects.register(project)
    earlier.register(project)
    editions.register_edition(project)
    rules.register(project)
    people.register(project)
    desk.register(project)
    received.register(project)
    export = _group(_("What leaves the program."))
    resulting.register_exports(export)
    app.add_typer(form, name="form")
    app.add_typer(project, name="project")
    app.add_typer(export, name="export")
    assessing.register(app)
    coordinating.register(app)
    returning.register(app)
    checking.register(app)
    agreement.register(app)
    resulting.register(app)
    explaining.register(app)
    robustness.register(app)
    publishing.register(app)
    objecting.register(app)
    auditing.register(app)
    sharing.register(app, project)
    return app


def _group(text: str) -> typer.Typer:
    return typer.Typer(
        cls=Group,
        help=text,
        suggest_commands=False,  # the group itself suggests them, in the language in force
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


def run(arguments: Sequence[str]) -> int:
    """Run a command; its exit status: 0 done, 1 the data has errors, 2 wrong usage."""
    pipes_in_utf8()
    try:
        with libraries_translated():
            return _carried_out(arguments)
    except OSError as error:
        note(system_trouble(error))
        return DATA_ERROR
    except SystemExit as stopped:
        return stopped.code if isinstance(stopped.code, int) else USAGE


def _carried_out(arguments: Sequence[str]) -> int:
    command = typer.main.get_command(build())
    describe(command)
    try:
        status = command(list(arguments), prog_name="evalapp", standalone_mode=False)
    except typer.TyperException as error:
        note(told(error))
        return error.exit_code
    except typer.Abort:
        note(_("Stopped. Nothing was left half done."))
        return DATA_ERROR
    return status if isinstance(status, int) else DONE
