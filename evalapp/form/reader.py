"""Reading a form, from TOML or a workbook: bounded, checked as a whole, every finding with its line or cell (FORM section 1)."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.files import read_bytes
from evalapp.base.i18n import _, ngettext
from evalapp.form.finding import Finding, error
from evalapp.form.finding import Path as FormPath
from evalapp.form.lint import MAX_FINDINGS, lint
from evalapp.form.locate import Places, has_comments
from evalapp.form.model import Form
from evalapp.form.schema import check_document
from evalapp.form.toml_words import TomlRefused, read_toml

MAX_BYTES = 2 * 1024 * 1024
MAX_WORKBOOK_BYTES = 16 * 1024 * 1024
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How the files of spreadsheet programs begin, whatever their names end in."""
_TABLES = (".csv", ".tsv", ".xls", ".xlsm", ".xlsb", ".ods", ".et")
"""Endings of tables that hold no form; what else begins like a workbook is looked into."""


class Examined(Struct, frozen=True, kw_only=True):
    """What reading a form gave: the form where it can be used, and findings as ``file:line: place: message``.

    ``document`` is what was read, as the tables and keys of TOML; ``comments``: there are some, which it does not hold.
    """

    form: Form | None
    document: dict[str, Any]
    comments: bool = False
    errors: tuple[str, ...]
    warnings: tuple[str, ...]


def read_form(data: bytes, source: str) -> Form:
    """The form in the TOML text ``data``; ``source`` names it in messages.

    Raises AppError("form") with every finding and its line.
    """
    return usable(examine_form(data, source), source)


def read_form_file(path: Path) -> Form:
    """The form in the file ``path``, TOML or a workbook. Raises AppError("cannot_read", "too_large", "form")."""
    return usable(examine_file(path), str(path))


def usable(examined: Examined, source: str) -> Form:
    """The form that was examined. Raises AppError("form") with every finding where it cannot be used."""
    if examined.form is None:
        n = len(examined.errors)
        raise AppError(
            "form",
            ngettext(
                "{file} cannot be used as a form: {n} thing is wrong. Nothing was changed. Correct it and try again.",
                "{file} cannot be used as a form: {n} things are wrong. Nothing was changed. "
                "Correct them and try again.",
                n,
            ).format(file=source, n=n),
            details=examined.errors,
        )
    return examined.form


def decode_form(data: bytes) -> Form:
    """The form in ``data``, which was examined when it came in: a project's own form is not tried again at each start.

    Raises AppError("form") where the bytes are not even a form's.
    """
    try:
        return msgspec.convert(read_toml(data)[1], Form)
    except ValueError as refused:
        raise AppError(
            "form",
            _("The project's form cannot be read: {reason}. Open a backup of the project.").format(
                reason=refused
            ),
        ) from refused


def warnings_of(form: Form) -> tuple[Finding, ...]:
    """What the author of a usable form should look at again."""
    return tuple(finding for finding in lint(form) if finding.severity == "warning")


def read_form_bytes(path: Path) -> bytes:
    """The content of a form's file, whichever shape it has. Raises AppError("cannot_read", "too_large")."""
    return read_bytes(path, MAX_BYTES if path.suffix.lower() == ".toml" else MAX_WORKBOOK_BYTES)


def is_workbook(data: bytes) -> bool:
    """Whether a file was written by a spreadsheet program, whatever its name ends in."""
    return data.startswith(_WORKBOOKS)


def examine_file(path: Path) -> Examined:
    """The form in the file ``path``, TOML or a workbook, if it can be used, with errors and warnings.

    Raises AppError("cannot_read", "too_large", "form").
    """
    data = read_form_bytes(path)
    if is_workbook(data):
        return examine_workbook(data, str(path))
    if path.suffix.lower() in _TABLES:
        raise _refused(
            str(path),
            _(
                "it is a single table; a form is a workbook that “evalapp form template” writes, or a TOML file"
            ),
        )
    return examine_form(data, str(path))


def examine_workbook(data: bytes, source: str) -> Examined:
    """As :func:`examine_form`, for an Excel workbook; findings name sheet and cell.

    Raises AppError("form") for what is no workbook that can be read.
    """
    # Its library is loaded when a workbook is read, not when the program starts.
    from evalapp.form.excel.package import WorkbookRefused  # noqa: PLC0415
    from evalapp.form.excel.read import read_workbook  # noqa: PLC0415

    try:
        found = read_workbook(data, source)
    except WorkbookRefused as refused:
        raise _refused(source, str(refused)) from refused
    if found.errors:
        errors = found.errors[:MAX_FINDINGS]
        return Examined(form=None, document=found.document, errors=errors, warnings=found.warnings)
    examined = _examined(found.document, lambda path: f"{source}: {found.places.place(path)}")
    return msgspec.structs.replace(
        examined,
        form=None if found.loose else examined.form,
        errors=(*examined.errors, *found.loose)[:MAX_FINDINGS],
        warnings=(*found.warnings, *examined.warnings),
    )


def examine_form(data: bytes, source: str) -> Examined:
    """The form in the TOML text ``data``, if it can be used, with errors and warnings.

    Raises AppError("form") for what is no TOML text.
    """
    if is_workbook(data):
        raise _refused(source, _("it is a workbook; “evalapp form convert” makes a TOML file of it"))
    if len(data) > MAX_BYTES:
        raise _refused(source, _("it is larger than {limit} bytes").format(limit=MAX_BYTES))
    try:
        text, document = read_toml(data)
    except TomlRefused as refused:
        raise _refused(source, str(refused)) from refused
    places = Places(text)
    examined = _examined(document, lambda path: f"{source}:{places.line(path)}")
    return msgspec.structs.replace(examined, comments=has_comments(text))


def _examined(document: dict[str, Any], place: Callable[[FormPath], str]) -> Examined:
    """The form in a document, with everything found in it."""
    form: Form | None = None
    findings = tuple(islice(check_document(document), MAX_FINDINGS))
    if not findings:
        try:
            form = msgspec.convert(document, Form)
            findings = lint(form)
        except msgspec.ValidationError as invalid:
            findings = (error((), str(invalid)),)
    lines = {
        severity: tuple(
            f"{place(finding.path)}: {describe(finding, document)}"
            for finding in findings
            if finding.severity == severity
        )
        for severity in ("error", "warning")
    }
    return Examined(
        form=None if lines["error"] else form,
        document=document,
        errors=lines["error"],
        warnings=lines["warning"],
    )


def describe(finding: Finding, document: dict[str, Any]) -> str:
    """``item A2.1, weight: it weighs 4, but …``: what the finding is about, in the form's own codes and ids."""
    table, *rest = (*finding.path, "")
    keys = [str(step) for step in rest if isinstance(step, str) and step]
    if table == "scales" and keys:
        place, keys = _("scale {name}").format(name=keys[0]), keys[1:]
    elif rest and isinstance(rest[0], int):
        place = _entry(str(table), rest[0], document)
    else:
        place = f"[{table}]" if table else ""
    element = _element(finding.path)
    if keys and element[:1] == keys[:1]:
        keys = []
    where = ", ".join(part for part in (place, *keys[:1], " ".join(element)) if part)
    # A value in the message may hold line breaks, and each finding is one line.
    return " ".join(": ".join(part for part in (where, finding.message) if part).splitlines())


def _element(path: FormPath) -> list[str]:
    """``["options", "3"]``: the part of a list inside an entry that the finding is about."""
    inside = [n for n, step in enumerate(path) if n > 1 and isinstance(step, int)]
    return [str(path[inside[0] - 1]), str(int(path[inside[0]]) + 1)] if inside else []


def _entry(table: str, n: int, document: dict[str, Any]) -> str:
    entries = document.get(table)
    entry = entries[n] if isinstance(entries, (list, tuple)) and n < len(entries) else None
    name = entry.get("code" if table == "item" else "id", "") if isinstance(entry, dict) else ""
    if not str(name).strip():
        return f"[[{table}]] {n + 1}"
    if table == "item":
        return _("item {name}").format(name=name)
    if table == "grade":
        return _("grade {name}").format(name=name)
    if table == "check":
        return _("check {name}").format(name=name)
    if table == "profile":
        return _("profile {name}").format(name=name)
    return _("index {name}").format(name=name) if table == "index" else f"[[{table}]] {name}"


def _refused(source: str, reason: str) -> AppError:
    return AppError(
        "form",
        _("{file} cannot be used as a form: {reason}. Nothing was changed.").format(
            file=source, reason=reason
        ),
    )
