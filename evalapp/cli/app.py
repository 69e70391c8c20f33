"""The tree of commands."""

from collections.abc import Sequence

import typer

from evalapp.base.i18n import _
from evalapp.cli import (
    agreement,
    assessing,
    coordinating,
    editions,
    explaining,
    forms,
    projects,
    resulting,
    robustness,
)
from evalapp.cli.options import describe
from evalapp.cli.output import DATA_ERROR, USAGE, note, pipes_in_utf8, system_trouble


def build() -> typer.Typer:
    """The commands, described in the language in force."""
    app = _group(_("Offline evaluation of governments' digital services."))
    form = _group(_("Scoring forms."))
    forms.register(form)
    editions.register_diff(form)
    project = _group(_("Project files."))
    projects.register(project)
    editions.register_edition(project)
    export = _group(_("What leaves the program."))
    resulting.register_exports(export)
    app.add_typer(form, name="form")
    app.add_typer(project, name="project")
    app.add_typer(export, name="export")
    assessing.register(app)
    coordinating.register(app)
    agreement.register(app)
    resulting.register(app)
    explaining.register(app)
    robustness.register(app)
    return app


def _group(text: str) -> typer.Typer:
    return typer.Typer(
        help=text,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


def run(arguments: Sequence[str]) -> int:
    """Run a command; its exit status: 0 done, 1 the data has errors, 2 wrong usage."""
    pipes_in_utf8()
    try:
        command = typer.main.get_command(build())
        describe(command)
        command(list(arguments), prog_name="evalapp")
    except OSError as error:
        note(system_trouble(error))
        return DATA_ERROR
    except SystemExit as stopped:
        return stopped.code if isinstance(stopped.code, int) else USAGE
    return 0
