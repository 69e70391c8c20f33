"""``evalapp project new``: form, roster, people and who answers what, as one command."""

from pathlib import Path
from typing import Annotated, get_args

import typer

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.cli import counted
from evalapp.cli.forms import form_bytes_of
from evalapp.cli.output import Json, emit, failures, note, say_line
from evalapp.entry.columns import ASSESSORS, ASSIGNMENT, ROSTER
from evalapp.entry.project_settings import SAMPLE
from evalapp.entry.roster import Roster
from evalapp.entry.rosters import read_roster
from evalapp.entry.sharing import Assigned, By
from evalapp.entry.states import compile_rules
from evalapp.form.reader import read_form
from evalapp.form.tree import Tree, build_tree
from evalapp.work.conflicts import Conflicts, read_conflicts
from evalapp.work.create import Assessor, NewProject, new_project, read_assessors, read_assigned
from evalapp.work.roster_files import only, read_table, require_values, roster_path, roster_table
from evalapp.work.session import Session
from evalapp.work.sharing import required_plan, sample_setting, sharing_of, work_of


def new(
    file: Path,
    form: Annotated[str, typer.Option("--form")],
    roster: Annotated[str, typer.Option("--roster")],
    assessors: Annotated[Path | None, typer.Option("--assessors")] = None,
    assign: Annotated[str, typer.Option("--assign")] = "double",
    by: Annotated[str, typer.Option("--by")] = "city",
    level: Annotated[int, typer.Option("--level", min=1)] = 1,
    column: Annotated[list[str] | None, typer.Option("--column")] = None,
    where: Annotated[list[str] | None, typer.Option("--where")] = None,
    title: Annotated[str, typer.Option("--title")] = "",
    name: Annotated[str, typer.Option("--coordinator")] = "",
    synthetic: Annotated[bool, typer.Option("--synthetic")] = False,
    as_json: Json = False,
) -> None:
    """Found a project."""
    session = Session()
    with failures(as_json):
        toml, toml_name = form_bytes_of(form, session.forms)
        tree = build_tree(read_form(toml, toml_name))
        units = _roster(roster, tree, column or (), where or ())
        listed = read_table(assessors, ASSESSORS) if assessors else None
        people = read_assessors(listed) if listed else ()
        barred = read_conflicts(listed, units) if listed else ()
        assigned, sample = _assigned(assign, _by(by), level, units, people, barred, tree)
        plan = NewProject(
            title=title or file.stem,
            toml=toml,
            toml_name=toml_name,
            roster=units,
            assessors=people,
            assigned=assigned,
            coordinator=Assessor(name or _("Coordinator"), "C"),
            synthetic=synthetic,
            barred=barred,
            settings=((SAMPLE, sample),) if sample else (),
        )
        with new_project(session, file, plan) as project:
            about = project.about
    if as_json:
        emit(
            {
                "file": file,
                "project": about.project,
                "units": len(units),
                "assessors": len(people),
                "assigned": len(assigned),
                "barred": len(barred),
            }
        )
        return
    say_line(
        ngettext(
            "{file} was made: {n} unit, {people}, {assigned}.",
            "{file} was made: {n} units, {people}, {assigned}.",
            len(units),
        ).format(
            file=file,
            n=len(units),
            people=counted.assessors(len(people)),
            assigned=counted.assignments(len(assigned)),
        )
    )


def _roster(roster: str, tree: Tree, columns: list[str] | tuple[()], where: list[str] | tuple[()]) -> Roster:
    """The roster's file with its columns matched, and of its units those that are wanted."""
    path = roster_path(roster)
    chosen = dict(_pair(text, "--column", _("name=HEADING")) for text in columns)
    table = roster_table(path, tree.form.units, chosen)
    for column in table.columns:
        if table.heading(column) != column and not any(
            column == known.name and table.heading(column) in known.headings for known in ROSTER.every
        ):
            note(
                _("{file}: the column “{heading}” was taken as {column}.").format(
                    file=path.name, heading=table.heading(column), column=ROSTER.shown(column)
                )
            )
    units = read_roster(table, tree.form.units)
    wanted: dict[str, list[str]] = {}
    for text in where:
        column, value = _pair(text, "--where", _("COLUMN=VALUE"))
        wanted.setdefault(ROSTER.names([column])[0], []).append(value)
    for column, values in wanted.items():
        require_values(units, column, values)
        units = only(units, column, values)
    return units


def _assigned(
    assign: str,
    by: By,
    level: int,
    units: Roster,
    people: tuple[Assessor, ...],
    barred: Conflicts,
    tree: Tree,
) -> tuple[tuple[Assigned, ...], str]:
    """The assignments, and what the setting ``sample`` is to record of them."""
    sharing = sharing_of(assign, by, level)
    if sharing is None:
        codes = [leaf.code for leaf in tree.leaves]
        return read_assigned(read_table(Path(assign), ASSIGNMENT), units, people, codes), ""
    if not people:
        return (), ""
    work = work_of(units, tree, compile_rules(tree))
    shared = required_plan(work, [one.code for one in people], sharing, barred)
    return shared.assigned, sample_setting(sharing)


def _by(word: str) -> By:
    for by in get_args(By):
        if by == word:
            return by  # type: ignore[no-any-return]
    raise AppError(
        "assignment",
        _("“{text}” is no way to share out. Nothing was written. Write city, branch or both.").format(
            text=word
        ),
    )


def _pair(text: str, option: str, shape: str) -> tuple[str, str]:
    left, apart, right = text.partition("=")
    if not apart or not left.strip() or not right.strip():
        raise AppError(
            "option",
            _("{option} “{text}”: write {shape}. Nothing was written.").format(
                option=option, text=text, shape=shape
            ),
        )
    return left.strip(), right.strip()
