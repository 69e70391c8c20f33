"""``evalapp form``: shipped forms, one form's tree, a form's findings."""

from pathlib import Path

import typer

from evalapp.base.errors import AppError
from evalapp.base.files import read_bytes
from evalapp.base.i18n import _, current_language
from evalapp.cli.output import DATA_ERROR, Json, emit, failures, note, say_line, show_table
from evalapp.form.catalogue import find_form, shipped
from evalapp.form.label import say
from evalapp.form.model import form_hash
from evalapp.form.reader import MAX_BYTES, examine_form, read_form_file
from evalapp.form.tree import Tree, build_tree
from evalapp.work.session import Session


def register(app: typer.Typer) -> None:
    """Add the commands to ``evalapp form``."""
    app.command("list", help=_("List the forms that come with the program."))(list_forms)
    app.command("show", help=_("Show a form's tree with its weights."))(show_form)
    app.command("check", help=_("Check a form. Lists every finding with its line."))(check_form)


def list_forms(as_json: Json = False) -> None:
    """The shipped forms."""
    with failures(as_json):
        forms = shipped(Session().forms)
    if as_json:
        emit(
            [
                {"id": form.id, "version": form.version, "title": form.title, "path": form.path}
                for form in forms
            ]
        )
        return
    language = current_language()
    show_table(
        (_("Form"), _("Version"), _("Title")),
        [(form.id, form.version, say(form.title, language)) for form in forms],
    )


def show_form(form: str, as_json: Json = False) -> None:
    """A form's tree."""
    with failures(as_json):
        tree = build_tree(read_form_file(find_form(form, Session().forms)))
    if as_json:
        emit({"hash": form_hash(tree.form), "form": tree.form})
        return
    _print_tree(tree)


def _print_tree(tree: Tree) -> None:
    language = current_language()
    head = tree.form.head
    say_line(f"{say(head.title, language)}  {head.id} {head.version}")
    say_line(f"SHA-256 {form_hash(tree.form)}")
    if head.sourced:
        say_line(say(head.sourced, language))
    for node in tree.nodes:
        kind = "" if node.scale is None else f"  [{node.scale.__struct_config__.tag}]"
        points = f"  {node.nominal:g}" if node.nominal else ""
        say_line(f"{'  ' * node.level}{node.code}  {say(node.item.title, language)}{points}{kind}")


def check_form(form: str, as_json: Json = False) -> None:
    """A form's findings; exit status 1 where it cannot be used."""
    with failures(as_json):
        path = find_form(form, Session().forms)
        examined = examine_form(read_bytes(path, MAX_BYTES), str(path))
    if as_json:
        emit({"usable": examined.form is not None, "errors": examined.errors, "warnings": examined.warnings})
    for line in (*examined.errors, *examined.warnings):
        note(line)
    if examined.form is None:
        raise typer.Exit(DATA_ERROR)
    if not as_json:
        tree = build_tree(examined.form)
        say_line(
            _("{file} is sound: {leaves} answered items, {checks} checks.").format(
                file=path, leaves=len(tree.leaves), checks=len(tree.form.checks)
            )
        )


def form_bytes_of(name: str, folder: Path) -> tuple[bytes, str]:
    """A form's file and name, from an id or a path. Raises AppError."""
    path = find_form(name, folder)
    data = read_bytes(path, MAX_BYTES)
    if not data:
        raise AppError("form", _("{file} is empty.").format(file=path))
    return data, path.name
