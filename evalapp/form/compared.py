"""Where an expression compares something with a text, number or truth that is written out: the library would just say false."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from evalapp.form.tokens import END, Token

_ARITHMETIC = frozenset("+-*/")
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


class Comparison(NamedTuple):
    """Something and what it is compared with, as in ``answer['A'] == 'x'``, also turned round or with ``!=``.

    ``of`` is answer, state or unit, and ``name`` the code or column; "tick" is one out of the list that ``answer['A']`` is.
    ``operator`` is "in" for ``'x' in answer['A']``, else "=="; ``answer['A'] in ['x', 'y']`` are two comparisons.
    """

    of: Literal["answer", "state", "unit", "tick"]
    name: str
    operator: Literal["==", "in"]
    kind: Literal["text", "number", "truth"]
    literal: str


class _Subject(NamedTuple):
    """What is compared: tokens ``start`` to before ``end``."""

    of: Literal["answer", "state", "unit", "tick"]
    name: str
    start: int
    end: int


def comparisons(tokens: Sequence[Token]) -> Iterator[Comparison]:
    """Every comparison in ``tokens``, whose references are known to be written out."""
    for subject in _subjects(tokens):
        for operator, kind, literal in _with(tokens, subject):
            yield Comparison(subject.of, subject.name, operator, kind, literal)


def _subjects(tokens: Sequence[Token]) -> Iterator[_Subject]:
    for i, token in enumerate(tokens):
        if token.kind != "name" or (i and tokens[i - 1].text == "."):
            continue
        if token.text == "answer":
            code = tokens[i + 2].literal
            yield _Subject("answer", code, i, i + 4)
            yield from _ticks(tokens, code, i + 4)
        elif token.text == "state":
            yield _Subject("state", tokens[i + 2].literal, i, i + 4)
        elif token.text == "unit":
            yield _Subject("unit", tokens[i + 2].text, i, i + 3)


def _ticks(tokens: Sequence[Token], code: str, at: int) -> Iterator[_Subject]:
    """Where ``answer['A'].exists(t, …)`` and its like name one tick."""
    if _text(tokens, at) != "." or _text(tokens, at + 2) != "(" or _text(tokens, at + 4) != ",":
        return
    bound, depth = tokens[at + 3].text, 0
    for i in range(at + 2, len(tokens)):
        depth += (tokens[i].text in _OPENING) - (tokens[i].text in _CLOSING)
        if not depth:
            return
        if i > at + 3 and tokens[i].kind == "name" and tokens[i].text == bound:
            yield _Subject("tick", code, i, i + 1)


def _with(
    tokens: Sequence[Token], subject: _Subject
) -> Iterator[tuple[Literal["==", "in"], Literal["text", "number", "truth"], str]]:
    after, before = _text(tokens, subject.end), _text(tokens, subject.start - 1)
    if after in ("==", "!="):
        found = _literal(tokens, subject.end + 1)
        if found is not None:
            yield ("==", *found)
    elif after == "in" and _text(tokens, subject.end + 1) == "[":
        i = subject.end + 2
        while (found := _literal(tokens, i)) is not None:
            yield ("==", *found)
            i += 2
    whole = after not in (".", "[")
    if whole and before in ("==", "!=", "in") and _text(tokens, subject.start - 3) not in _ARITHMETIC:
        found = _literal(tokens, subject.start - 2, last=True)
        if found is not None:
            yield ("in" if before == "in" else "==", *found)


def _literal(
    tokens: Sequence[Token], i: int, *, last: bool = False
) -> tuple[Literal["text", "number", "truth"], str] | None:
    """What is written out at ``i``; None where nothing is, or where it is only a part of something."""
    token = tokens[i] if 0 <= i < len(tokens) else END
    if not last and (_text(tokens, i + 1) in _ARITHMETIC or _text(tokens, i + 1) == "."):
        return None
    if token.kind == "text":
        return None if "\\" in token.text else ("text", token.literal)
    if token.kind in ("number", "whole"):
        return ("number", token.text)
    return ("truth", token.text) if token.text in ("true", "false") else None


def _text(tokens: Sequence[Token], i: int) -> str:
    token = tokens[i] if 0 <= i < len(tokens) else END
    return "" if token.kind == "text" else token.text
