"""The assessors as people type them: one a line, the name and then the code."""

import re
from collections.abc import Sequence

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.work.create import CODE, Assessor

_APART = (r"\t", r"[,，]", r"\s")


def typed_assessors(text: str) -> tuple[Assessor, ...]:
    """The assessors of the lines of ``text``; a tab, a comma or a space stands between name and code, and the last one counts.

    Raises AppError("assessors") whose details say line by line what is wrong, lines counted from 1 with the empty ones.
    """
    people = []
    findings = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not (written := line.strip(" \t　,，")):
            continue
        name, code = _parts(written)
        if not name or not code:
            findings.append(
                _(
                    "Line {line}: “{text}” has no code. Write the name, then a short code, such as “Wang Xiaolan WXL”."
                ).format(line=number, text=written)
            )
            continue
        if not CODE.fullmatch(code):
            findings.append(
                _(
                    "Line {line}: the code “{code}” may hold letters, digits, “-” and “_” only; files are named by it."
                ).format(line=number, code=code)
            )
        elif code.casefold() in seen:
            findings.append(
                _("Line {line}: the code “{code}” is in line {other} too.").format(
                    line=number, code=code, other=seen[code.casefold()]
                )
            )
        seen.setdefault(code.casefold(), number)
        people.append(Assessor(name, code))
    if findings:
        raise AppError("assessors", "\n".join(findings), details=findings)
    return tuple(people)


def typed(people: Sequence[Assessor]) -> str:
    """Assessors as :func:`typed_assessors` reads them, whatever their names hold."""
    return "\n".join(f"{person.name}\t{person.code}" for person in people)


def _parts(line: str) -> tuple[str, str]:
    """Name and code of a line; the code is empty where nothing stands between them."""
    for apart in _APART:
        if found := re.fullmatch(rf"(.*){apart}(.*)", line):
            return clean(found[1].strip(" \t　,，")), clean(found[2])
    return line, ""
