"""Forms as files: converting between TOML and workbooks, the template to begin with, the bytes that a project keeps."""

from pathlib import Path
from typing import Literal

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.files import write_bytes
from evalapp.base.i18n import _
from evalapp.base.resources import resource_folder
from evalapp.form.convert import Shape, converted
from evalapp.form.model import Form, form_hash
from evalapp.form.reader import examine_file, examine_workbook, is_workbook, read_form_bytes, usable

Language = Literal["zh", "en"]


class Written(Struct, frozen=True, kw_only=True):
    """A form's file that was written: which form, what its author should look at, whether comments stayed behind."""

    file: Path
    form: Form
    hash: str
    warnings: tuple[str, ...] = ()
    comments_left: bool = False


def convert_form(source: Path, out: Path, language: Language, *, replace: bool = False) -> Written:
    """The form in ``source`` as the file ``out``, whose ending says which shape: .toml or .xlsx.

    Raises AppError("form") with every finding where the form cannot be used, "format", "exists" or "cannot_write".
    """
    shape = _shape(out)
    require_free(out, replace=replace)
    examined = examine_file(source)
    form = usable(examined, str(source))
    write_bytes(out, converted(examined.document, form, shape, language))
    return Written(
        file=out,
        form=form,
        hash=form_hash(form),
        warnings=examined.warnings,
        comments_left=examined.comments,
    )


def write_template(out: Path, language: Language, *, replace: bool = False) -> Written:
    """A small example form to begin with, as a workbook (or TOML, if ``out`` ends so). Raises as :func:`convert_form`."""
    written = convert_form(resource_folder() / "form-template.toml", out, language, replace=replace)
    return Written(file=written.file, form=written.form, hash=written.hash)


def form_toml(path: Path) -> tuple[bytes, str]:
    """The TOML of a form's file, which is what a project keeps, and its name; a workbook is converted.

    Raises AppError as :func:`evalapp.form.reader.examine_file`.
    """
    data = read_form_bytes(path)
    if not is_workbook(data):
        return data, path.name
    examined = examine_workbook(data, str(path))
    return converted(examined.document, usable(examined, str(path)), "toml", "zh"), f"{path.stem}.toml"


def _shape(out: Path) -> Shape:
    match out.suffix.lower():
        case ".toml":
            return "toml"
        case ".xlsx":
            return "xlsx"
    raise AppError(
        "format",
        _(
            "{file}: a form is written as .xlsx or .toml. Nothing was written. Give the file one of these endings."
        ).format(file=out),
    )


def require_free(out: Path, *, replace: bool) -> None:
    """Raises AppError("exists") where a file that somebody may have worked on would be written over unasked."""
    if out.exists() and not replace:
        raise AppError(
            "exists",
            _(
                "{file} exists already and was not touched. Choose another name, or add --replace to write over it."
            ).format(file=out),
        )
