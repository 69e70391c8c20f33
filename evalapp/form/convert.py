"""A form in its two shapes, TOML and workbook: each holds the whole form, so that nothing is lost on the way."""

from typing import Any, Literal

import msgspec

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.form.model import Form, form_hash
from evalapp.form.reader import MAX_BYTES, decode_form
from evalapp.form.toml_text import toml_text

Shape = Literal["toml", "xlsx"]


def converted(document: dict[str, Any], form: Form, shape: Shape, language: Literal["zh", "en"]) -> bytes:
    """``form``, which ``document`` says, as a file of the other shape (or of the same one, written anew).

    ``language`` is that of a workbook's headings and words. What was written is read again and compared by its hash.
    Raises AppError("form") for what a file of that shape cannot hold.
    """
    data = _toml(document) if shape == "toml" else _workbook(document, language)
    again = decode_form(data) if shape == "toml" else _read_again(data)
    if form_hash(again) != form_hash(form):
        raise AppError(
            "not_the_same",
            _(
                "The converted form is not the same as before. This is a mistake of the program; nothing was written. "
                "Keep the file as it is, and report it."
            ),
        )
    return data


def _toml(document: dict[str, Any]) -> bytes:
    data = toml_text(document).encode()
    if len(data) > MAX_BYTES:
        raise AppError(
            "form",
            _(
                "As TOML the form would have {size} bytes, and at most {limit} are taken. Nothing was written. "
                "Shorten its texts, or split the form."
            ).format(size=len(data), limit=MAX_BYTES),
        )
    return data


def _workbook(document: dict[str, Any], language: Literal["zh", "en"]) -> bytes:
    # Its library takes a quarter of a second to load.
    from evalapp.form.excel.write import write_workbook  # noqa: PLC0415

    return write_workbook(document, language)


def _read_again(data: bytes) -> Form:
    from evalapp.form.excel.read import read_workbook  # noqa: PLC0415

    return msgspec.convert(read_workbook(data, "").document, Form)
