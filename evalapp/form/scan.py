"""What an expression refers to and what it may not say, read from its text before the CEL library sees it.

The library knows neither names nor types when it compiles, counts bytes in ``size()``, cuts whole numbers in division
and sets no limits; all that is refused here (FORM section 4), with a sentence for the author of the form.
"""

from typing import NamedTuple

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.form.compared import Comparison, comparisons
from evalapp.form.tokens import END, ExpressionError, Token, tokens

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
_SIGNS = {"and": "&&", "or": "||", "not": "!"}
_KNOWN = _FUNCTIONS | _NUMBERS | {"unit", "answer"}

_OPENING = {"(": ")", "[": "]", "{": "}"}
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}
_ARITHMETIC = frozenset("+-*/")
_CHAINING = frozenset({"+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", "?", ".", "["})


class Scan(Struct, frozen=True, kw_only=True):
    """What an expression refers to.

    ``compared`` holds every comparison with something written out, ``sized`` the codes whose ticks are counted, ``texts``
    every text and ``amounts`` every number written out, ``numbers`` those of ``base`` and ``total`` that it reads, ``divides``
    whether it divides.
    """

    answers: frozenset[str]
    asked: frozenset[str]
    columns: frozenset[str]
    numbers: frozenset[str]
    compared: tuple[Comparison, ...]
    sized: frozenset[str]
    texts: frozenset[str]
    amounts: frozenset[float]
    divides: bool


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
    return _Scanner(tokens(source)).scan()


class _Bracket(NamedTuple):
    opening: str
    at: int
    is_macro: bool
    bound: str


class _Scanner:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
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
            compared=tuple(comparisons(self._tokens)),
            sized=frozenset(self._sized),
            texts=frozenset(token.literal for token in self._tokens if token.kind == "text"),
            amounts=frozenset(
                float(token.text) for token in self._tokens if token.kind in ("number", "whole")
            ),
            divides=any(token.kind == "mark" and token.text == "/" for token in self._tokens),
        )

    def _token(self, i: int) -> Token:
        return self._tokens[i] if 0 <= i < len(self._tokens) else END

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
        elif name in _SIGNS:
            raise self._error(i, _("“{name}” is written {sign}").format(name=name, sign=_SIGNS[name]))
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
        return literal.literal

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
            self._sized.add(self._tokens[first + 2].literal)
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
