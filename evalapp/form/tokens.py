"""An expression cut into its words and signs, before anything is made of them."""

import re
from typing import NamedTuple

from evalapp.base.errors import AppError
from evalapp.base.i18n import _

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
    |(?P<text>'(?:\\[^\n]|[^'\\\n])*'|"(?:\\[^\n]|[^"\\\n])*")
    |(?P<number>[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)
    |(?P<whole>[0-9]+)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<mark>&&|\|\||[<>=!]=|[-+*/%<>!?:.,()\[\]{}])""",
    re.VERBOSE,
)


class ExpressionError(AppError):
    """An expression that cannot be used or evaluated; the message says where and what to write instead."""

    def __init__(self, message: str) -> None:
        super().__init__("expression", message)


class Token(NamedTuple):
    """A word, number, text or sign, and where it begins; ``kind`` is number (with a point), whole, text, name or mark."""

    kind: str
    text: str
    at: int

    @property
    def literal(self) -> str:
        """What stands between the quotation marks of a text."""
        return self.text[1:-1]


END = Token("end", "", 0)


def tokens(source: str) -> list[Token]:
    """The tokens of ``source`` without spaces and comments. Raises ExpressionError for a sign that cannot stand there."""
    found: list[Token] = []
    at = 0
    while at < len(source):
        if source.startswith(("'''", '"""'), at):
            raise ExpressionError(
                _("character {at}: a text stands between single quotation marks").format(at=at + 1)
            )
        match = _TOKEN.match(source, at)
        if match is None:
            raise ExpressionError(_misplaced(source[at]).format(at=at + 1, sign=source[at]))
        kind = match.lastgroup or ""
        if kind == "text" and found and found[-1].kind == "name" and found[-1].at + len(found[-1].text) == at:
            raise ExpressionError(
                _("character {at}: leave out “{prefix}” before the quotation mark").format(
                    at=found[-1].at + 1, prefix=found[-1].text
                )
            )
        if kind != "space":
            found.append(Token(kind, match.group(), at))
        at = match.end()
    return found


def _misplaced(sign: str) -> str:
    """What to do about a sign that no expression has, with places for ``at`` and ``sign``."""
    if sign == "=":
        return _("character {at}: “{sign}” cannot stand here; write == to compare")
    if sign in "&|":
        return _("character {at}: “{sign}” cannot stand here; write && for and, || for or")
    if _is_full_width(sign):
        return _(
            "character {at}: “{sign}” is typed with Chinese input; switch to English input and type it again"
        )
    return _("character {at}: “{sign}” cannot stand here; is a quotation mark missing?")


def _is_full_width(sign: str) -> bool:
    """Whether a sign is a Chinese quotation mark or comma, or the wide form of a Latin letter, digit or sign."""
    return sign in "“”‘’、。《》【】" or "\uff01" <= sign <= "\uff5e"
