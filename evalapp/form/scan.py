"""What an expression refers to and what it may not say, read from its text before the CEL library sees it.

The library knows neither names nor types when it compiles, counts bytes in ``size()``, cuts whole numbers in division
and sets no limits; all that is refused here (FORM section 4), with a sentence for the author of the form.
"""

import re
from typing import NamedTuple

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _

MAX_LENGTH = 2000
MAX_DEPTH = 32
MAX_MACRO_DEPTH = 1
# A chain of 600 operators is still safe on a stack of 512 KB, one of 990 ends the process.
MAX_OPERATORS = 300

LIST_FUNCTIONS = ("min", "max", "sum", "mean")
_FUNCTIONS = frozenset({"answered", "state", "size", "double", "string", "has", *LIST_FUNCTIONS})
_MACROS = frozenset({"all", "exists", "exists_one", "map", "filter"})
_METHODS = frozenset({"contains", "startsWith", "endsWith", "matches", "size", *_MACROS})
_NUMBERS = frozenset({"base", "total"})
_WORDS = frozenset({"true", "false", "null", "in"})
_KNOWN = _FUNCTIONS | _NUMBERS | {"unit", "answer"}

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
    |(?P<text>'(?:\\[^\n]|[^'\\\n])*'|"(?:\\[^\n]|[^"\\\n])*")
    |(?P<number>[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)
    |(?P<whole>[0-9]+)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<mark>&&|\|\||[<>=!]=|[-+*/%<>!?:.,()\[\]{}])""",
    re.VERBOSE,
)
_OPENING = {"(": ")", "[": "]", "{": "}"}
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}
_ARITHMETIC = frozenset("+-*/")
_CHAINING = frozenset({"+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", "?", ".", "["})


class ExpressionError(AppError):
    """An expression that cannot be used or evaluated; the message says where and what to write instead."""

    def __init__(self, message: str) -> None:
        super().__init__("expression", message)


class Scan(Struct, frozen=True, kw_only=True):
    """What an expression refers to.

    ``compared`` holds (code, "==" or "in", text) wherever an answer is compared with a text, ``sized`` the codes whose
    ticks are counted, ``texts`` every text in it, ``numbers`` those of ``base`` and ``total`` that it reads.
    """

    answers: frozenset[str]
    asked: frozenset[str]
    columns: frozenset[str]
    numbers: frozenset[str]
    compared: tuple[tuple[str, str, str], ...]
    sized: frozenset[str]
    texts: frozenset[str]


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


_END = _Token("end", "", 0)


def scan(source: str) -> Scan:
    """The references in ``source``. Raises ExpressionError for whatever the guards of FORM section 4 refuse."""
    if not source.strip():
        raise ExpressionError(_("the expression is empty"))
    if len(source) > MAX_LENGTH:
        raise ExpressionError(
            _("the expression has {n} characters, at most {limit} are taken; split it").format(
                n=len(source), limit=MAX_LENGTH
            )
        )
    return _Scanner(_tokens(source)).scan()


def _tokens(source: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(source):
        if source.startswith(("'''", '"""'), at):
            raise ExpressionError(
                _("character {at}: a text stands between single quotation marks").format(at=at + 1)
            )
        match = _TOKEN.match(source, at)
        if match is None and _is_full_width(source[at]):
            raise ExpressionError(
                _(
                    "character {at}: “{sign}” is typed with Chinese input; switch to English input and type it again"
                ).format(at=at + 1, sign=source[at])
            )
        if match is None:
            raise ExpressionError(
                _("character {at}: “{sign}” cannot stand here; is a quotation mark missing?").format(
                    at=at + 1, sign=source[at]
                )
            )
        kind = match.lastgroup or ""
        if kind == "text" and found and found[-1].kind == "name" and found[-1].at + len(found[-1].text) == at:
            raise ExpressionError(
                _("character {at}: leave out “{prefix}” before the quotation mark").format(
                    at=found[-1].at + 1, prefix=found[-1].text
                )
            )
        if kind != "space":
            found.append(_Token(kind, match.group(), at))
        at = match.end()
    return found


def _is_full_width(sign: str) -> bool:
    """Whether a sign is a Chinese quotation mark or comma, or the wide form of a Latin letter, digit or sign."""
    return sign in "“”‘’、。《》【】" or "\uff01" <= sign <= "\uff5e"


class _Bracket(NamedTuple):
    opening: str
    at: int
    is_macro: bool
    bound: str


class _Scanner:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._pairs: dict[int, int] = {}
        self._open: list[_Bracket] = []
        self._answers: set[str] = set()
        self._asked: set[str] = set()
        self._columns: set[str] = set()
        self._numbers: set[str] = set()
        self._sized: set[str] = set()

    def scan(self) -> Scan:
        operators = sum(token.kind == "mark" and token.text in _CHAINING for token in self._tokens)
        if operators > MAX_OPERATORS:
            raise ExpressionError(
                _("the expression has {n} operators, at most {limit} are taken; split it").format(
                    n=operators, limit=MAX_OPERATORS
                )
            )
        for i, token in enumerate(self._tokens):
            if token.kind == "mark":
                self._mark(i)
            elif token.kind == "name" and token.text not in _WORDS:
                self._name(i)
        if self._open:
            raise self._error(
                self._open[-1].at, _("“{sign}” is not closed").format(sign=self._open[-1].opening)
            )
        for i, token in enumerate(self._tokens):
            if token.kind == "whole":
                self._check_whole(i, i)
            elif token.text == "size" and self._mark_at(i + 1) == "(":
                self._check_size(i)
        return Scan(
            answers=frozenset(self._answers),
            asked=frozenset(self._asked),
            columns=frozenset(self._columns),
            numbers=frozenset(self._numbers),
            compared=tuple(self._compared()),
            sized=frozenset(self._sized),
            texts=frozenset(token.text[1:-1] for token in self._tokens if token.kind == "text"),
        )

    def _token(self, i: int) -> _Token:
        return self._tokens[i] if 0 <= i < len(self._tokens) else _END

    def _mark_at(self, i: int) -> str:
        token = self._token(i)
        return token.text if token.kind == "mark" else ""

    def _error(self, i: int, reason: str) -> ExpressionError:
        return ExpressionError(_("character {at}: {reason}").format(at=self._token(i).at + 1, reason=reason))

    def _mark(self, i: int) -> None:
        mark = self._tokens[i].text
        if mark in _OPENING:
            self._opened(i)
        elif mark in _CLOSING:
            if not self._open or self._open[-1].opening != _CLOSING[mark]:
                raise self._error(i, _("“{sign}” closes nothing").format(sign=mark))
            self._pairs[self._open.pop().at] = i
        elif mark == "%":
            raise self._error(i, _("“%” takes whole numbers only, and numbers here are not; leave it out"))

    def _opened(self, i: int) -> None:
        name = self._token(i - 1)
        is_macro = self._mark_at(i - 2) == "." and name.kind == "name" and name.text in _MACROS
        bound = ""
        if is_macro and self._tokens[i].text == "(":
            bound = self._token(i + 1).text
            if self._token(i + 1).kind != "name" or self._mark_at(i + 2) != "," or bound in _KNOWN | _WORDS:
                raise self._error(
                    i,
                    _("“{macro}” begins with a name of your own and a comma: {macro}(t, …)").format(
                        macro=name.text
                    ),
                )
        self._open.append(_Bracket(self._tokens[i].text, i, bool(bound), bound))
        if len(self._open) > MAX_DEPTH:
            raise self._error(i, _("brackets are nested deeper than {limit}").format(limit=MAX_DEPTH))
        if sum(bracket.is_macro for bracket in self._open) > MAX_MACRO_DEPTH:
            raise self._error(
                i, _("“{macro}” stands inside another one; split the expression").format(macro=name.text)
            )

    def _name(self, i: int) -> None:
        name = self._tokens[i].text
        called = self._mark_at(i + 1) == "("
        if self._mark_at(i - 1) == ".":
            self._member(i, name, called)
        elif called:
            if name not in _FUNCTIONS:
                raise self._error(i, _("the function “{name}” is not known").format(name=name))
            if name in ("answered", "state"):
                self._asked.add(self._code(i, ")"))
        elif any(bracket.bound == name for bracket in self._open):
            pass
        elif name == "answer":
            self._answers.add(self._code(i, "]"))
        elif name == "unit":
            if (
                self._mark_at(i + 1) != "."
                or self._token(i + 2).kind != "name"
                or self._mark_at(i + 3) == "("
            ):
                raise self._error(i, _("“unit” is followed by a point and a column: unit.province"))
            self._columns.add(self._token(i + 2).text)
        elif name in _NUMBERS:
            self._numbers.add(name)
        else:
            raise self._error(
                i,
                _("the name “{name}” is not known; an answer is written answer['A1'], a text 'yes'").format(
                    name=name
                ),
            )

    def _member(self, i: int, name: str, called: bool) -> None:
        if called and name not in _METHODS:
            raise self._error(i, _("the function “{name}” is not known").format(name=name))
        if not called and not (self._token(i - 2).text == "unit" and self._mark_at(i - 3) != "."):
            raise self._error(i, _("“.{name}”: only “unit” has columns").format(name=name))

    def _code(self, i: int, closing: str) -> str:
        """The code written out in ``answer['A1']`` or ``state('A1')`` whose name is token ``i``."""
        name, literal = self._tokens[i].text, self._token(i + 2)
        opening = _CLOSING[closing]
        written = self._mark_at(i + 1) == opening and self._mark_at(i + 3) == closing
        if not written or literal.kind != "text" or "\\" in literal.text:
            raise self._error(
                i,
                _("after “{name}” the code is written out: {example}").format(
                    name=name, example=f"{name}{opening}'A1'{closing}"
                ),
            )
        return literal.text[1:-1]

    def _check_size(self, i: int) -> None:
        """``size`` counts the bytes of a text, so it is taken only where a list is certain."""
        if self._mark_at(i - 1) == ".":
            first, last = self._chain_start(i - 2), i - 2
            start, end = first, i + 2
        else:
            first, last = i + 2, self._pairs[i + 1] - 1
            start, end = i, last + 1
        is_answer = self._token(first).text == "answer"
        if is_answer and last == first + 3:
            self._sized.add(self._tokens[first + 2].text[1:-1])
        elif not (is_answer and self._is_filtered(first, last)):
            raise self._error(i, _("“size” counts the ticks of one checklist: size(answer['A1'])"))
        self._check_whole(start, end)

    def _is_filtered(self, first: int, last: int) -> bool:
        """Whether tokens ``first`` to ``last`` are ``answer['A'].filter(…)`` or ``.map(…)``."""
        named = self._mark_at(first + 4) == "." and self._token(first + 5).text in ("filter", "map")
        return named and self._pairs.get(first + 6) == last

    def _chain_start(self, i: int) -> int:
        """The first token of the chain (``answer['A'].filter(…)``) that ends with token ``i``."""
        back = {closing: opening for opening, closing in self._pairs.items()}
        while True:
            if self._mark_at(i) in ("]", ")"):
                i = back[i]
                if self._token(i - 1).kind == "name":
                    i -= 1
            if self._mark_at(i - 1) != ".":
                return i
            i -= 2

    def _check_whole(self, start: int, end: int) -> None:
        """Refuse a whole number beside + − * /, also within brackets of its own: 3/2 would be 1."""
        first = start
        while True:
            if self._mark_at(start - 1) == "-" and not self._ends_operand(start - 2):
                start -= 1
            elif (
                self._mark_at(start - 1) == "("
                and self._mark_at(end + 1) == ")"
                and self._token(start - 2).kind != "name"
            ):
                start, end = start - 1, end + 1
            else:
                break
        if self._mark_at(start - 1) in _ARITHMETIC or self._mark_at(end + 1) in _ARITHMETIC:
            token = self._tokens[first]
            if token.kind == "whole":
                raise self._error(
                    first, _("write {number}.0, not {number}, beside + - * /").format(number=token.text)
                )
            raise self._error(first, _("write double(size(…)) beside + - * /"))

    def _ends_operand(self, i: int) -> bool:
        token = self._token(i)
        return token.kind in ("text", "number", "whole", "name") or token.text in _CLOSING

    def _compared(self) -> list[tuple[str, str, str]]:
        """Where an answer is compared with a text: ``answer['A'] == 'x'``, also turned, and ``'x' in answer['A']``."""
        found = []
        for i, token in enumerate(self._tokens):
            if token.text != "answer" or token.kind != "name":
                continue
            code = self._tokens[i + 2].text[1:-1]
            after, before = self._token(i + 5), self._token(i - 2)
            if self._mark_at(i + 4) in ("==", "!=") and after.kind == "text":
                found.append((code, "==", after.text[1:-1]))
            if before.kind == "text" and self._mark_at(i - 1) in ("==", "!="):
                found.append((code, "==", before.text[1:-1]))
            if before.kind == "text" and self._token(i - 1).text == "in":
                found.append((code, "in", before.text[1:-1]))
        return found
