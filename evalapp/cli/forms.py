"""``evalapp form``: shipped forms, one form's tree, a form's findings, forms as workbooks."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, current_language
from evalapp.cli import counted
from evalapp.cli.output import DATA_ERROR, Json, check_target, emit, failures, note, say_line, show_table
from evalapp.form.catalogue import find_form, shipped
from evalapp.form.label import say
from evalapp.form.model import form_hash
from evalapp.form.reader import examine_file, read_form_file
from evalapp.form.scales import Rounds, Scale
from evalapp.form.tree import Node, Tree, build_tree
from evalapp.work.form_files import Language, Written, convert_form, form_toml, write_template
from evalapp.work.session import Session

Lang = Annotated[Literal["zh", "en"] | None, typer.Option("--lang")]
Replace = Annotated[bool, typer.Option("--replace")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``evalapp form``."""
    app.command("list", help=_("List the forms that come with the program."))(list_forms)
    app.command("show", help=_("Show a form's tree with its weights, parts, scales and rules."))(show_form)
    app.command("check", help=_("Check a form. Lists every finding with its line, or its sheet and cell."))(
        check_form
    )
    app.command(
        "template",
        help=_(
            "Write a workbook to fill in. It holds a small example, with lists to choose from and explanations."
        ),
    )(template)
    app.command(
        "convert",
        help=_("Convert a form between Excel and TOML. Nothing of the form is lost, in either direction."),
    )(convert)


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
        told = (say(node.item.title, language), _worth(node), _scale(node), _rolled_up(node))
        say_line(f"{'  ' * node.level}{node.code}  {'  '.join(part for part in told if part)}")


def _worth(node: Node) -> str:
    """Points in the base, or what the item is beside it."""
    if node.part in ("veto", "note"):
        return _("veto") if node.part == "veto" else _("not scored")
    if node.scored:
        return f"{node.nominal:g}" if node.nominal else ""
    sign = {"bonus": "+", "penalty": "−"}.get(node.part, "")
    if sign and node.is_leaf:
        return f"{sign}{node.worth:g}"
    return {"bonus": _("bonus"), "penalty": _("penalty")}.get(node.part, "")


def _scale(node: Node) -> str:
    """The kind of a leaf's scale and its rule, as the form writes them."""
    if node.scale is None:
        return f"[{node.item.normalise.__struct_config__.tag}]" if node.item.normalise is not None else ""
    if isinstance(node.scale, Rounds):
        return f"[rounds {node.scale.n} × {_kind(node.scale.one)}]"
    return f"[{_kind(node.scale)}]"


def _kind(scale: Scale) -> str:
    kind = str(scale.__struct_config__.tag)
    return kind if scale.rule is None else f"{kind}, {scale.rule.__struct_config__.tag}"


def _rolled_up(node: Node) -> str:
    rollup = node.item.rollup
    return "" if rollup is None else f"({rollup.kind}: {rollup.take})"


def check_form(form: str, as_json: Json = False) -> None:
    """A form's findings; exit status 1 where it cannot be used."""
    with failures(as_json):
        path = find_form(form, Session().forms)
        examined = examine_file(path)
    if as_json:
        emit({"usable": examined.form is not None, "errors": examined.errors, "warnings": examined.warnings})
    for line in (*examined.errors, *examined.warnings):
        note(line)
    if examined.form is None:
        raise typer.Exit(DATA_ERROR)
    if not as_json:
        tree = build_tree(examined.form)
        say_line(
            _("{file} is sound: {leaves}, {checks}.").format(
                file=path,
                leaves=counted.answered_items(len(tree.leaves)),
                checks=counted.checks(len(tree.form.checks)),
            )
        )


def template(
    out: Annotated[Path, typer.Option("-o", "--output")],
    lang: Lang = None,
    replace: Replace = False,
    as_json: Json = False,
) -> None:
    """A workbook to begin with."""
    with failures(as_json):
        check_target(out)
        written = write_template(out, lang or _language(), replace=replace)
    _tell(written, as_json)


def convert(form: str, out: Path, lang: Lang = None, replace: Replace = False, as_json: Json = False) -> None:
    """A form in its other shape."""
    with failures(as_json):
        source = find_form(form, Session().forms)
        check_target(out, source)
        written = convert_form(source, out, lang or _language(), replace=replace)
    for line in written.warnings:
        note(line)
    if written.comments_left:
        note(
            _("The comments of {file} are no part of the form and were not taken along.").format(file=source)
        )
    _tell(written, as_json)


def _tell(written: Written, as_json: bool) -> None:
    head = written.form.head
    if as_json:
        emit(
            {
                "file": written.file,
                "id": head.id,
                "version": head.version,
                "hash": written.hash,
                "warnings": written.warnings,
            }
        )
        return
    say_line(
        _("{file} was written: {id} {version}, SHA-256 {hash}").format(
            file=written.file, id=head.id, version=head.version, hash=written.hash
        )
    )


def _language() -> Language:
    return "en" if current_language() == "en" else "zh"


def form_bytes_of(name: str, folder: Path) -> tuple[bytes, str]:
    """A form's TOML and file name, from an id or a path; of a workbook, what it converts to. Raises AppError."""
    path = find_form(name, folder)
    data, file_name = form_toml(path)
    if not data:
        raise AppError("form", _("{file} is empty.").format(file=path))
    return data, file_name
