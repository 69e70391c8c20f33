"""Where in a TOML text a place of the form is written: the parsers of TOML do not say."""

import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from evalapp.form.finding import Path

_LITERAL = re.compile(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*')
_KEY_FOLLOWS = re.compile(r"[ \t]*[=.\]]")
_HEADER = re.compile(r"^[ \t]*(\[\[?)[ \t]*([^\[\],\n]+?)[ \t]*\]\]?[ \t]*$", re.MULTILINE)
_NAME_PART = re.compile(r'"[^"]*"|\'[^\']*\'|[^.\s]+')
_MARK = re.compile(r"[\[\]{},]\s*")


class _Header(NamedTuple):
    name: str
    is_array: bool
    start: int
    stop: int


class _Span(NamedTuple):
    """Where to look on: from ``at`` to ``end``, within the value of a key (``inline``) or in a table."""

    at: int
    end: int
    inline: bool


class Places:
    """The places of one TOML text."""

    def __init__(self, text: str) -> None:
        self._text = _LITERAL.sub(_blank, text)
        self._ends = list(accumulate(len(line) for line in self._text.splitlines(keepends=True)))
        self._headers = [
            _Header(
                ".".join(part.strip("\"'") for part in _NAME_PART.findall(m[2])),
                m[1] == "[[",
                m.start(1),
                m.end(),
            )
            for m in _HEADER.finditer(self._text)
        ]

    def line(self, path: Path) -> int:
        """The line, from 1, of ``path``; of its nearest surroundings where it is not written or written unusually."""
        name, span = "", _Span(0, len(self._text), False)
        for step in path:
            if isinstance(step, str):
                name = f"{name}.{step}".lstrip(".")
                found = self._table(name, span) or self._key(step, span)
            else:
                found = self._element(name, step, span)
            if found is None:
                break
            span = found
        return bisect_right(self._ends, span.at) + 1

    def _table(self, name: str, span: _Span) -> _Span | None:
        """The first table headed ``[name]``, ``[[name]]`` or ``[name.….]``."""
        for n, header in enumerate(self._headers):
            if span.at <= header.start < span.end:
                if header.name == name:
                    end = span.end if header.is_array else self._table_end(n)
                    return _Span(header.start, end, False)
                if header.name.startswith(f"{name}."):
                    return _Span(header.start, span.end, False)
        return None

    def _key(self, key: str, span: _Span) -> _Span | None:
        """``key = …``: in a table at the start of a line, within a value also after a bracket or a comma."""
        before = r"(?:^[ \t]*|[{,]\s*)" if span.inline else r"^[ \t]*"
        pattern = re.compile(rf"{before}([\"']?{re.escape(key)}[\"']?[ \t]*[=.])", re.MULTILINE)
        match = pattern.search(self._text, span.at, span.end)
        return _Span(match.start(1), span.end, True) if match else None

    def _element(self, name: str, n: int, span: _Span) -> _Span | None:
        """Element ``n``: the table headed ``[[name]]`` for the n-th time, or the n-th part of a written list."""
        tables = [i for i, header in enumerate(self._headers) if header.name == name and header.is_array]
        tables = [i for i in tables if span.at <= self._headers[i].start < span.end]
        if tables:
            return (
                _Span(self._headers[tables[n]].start, self._table_end(tables[n]), False)
                if n < len(tables)
                else None
            )
        depth, part = 0, 0
        for match in _MARK.finditer(self._text, span.at, span.end):
            mark = match.group()[0]
            depth += {"[": 1, "{": 1, ",": 0}.get(mark, -1)
            part += mark == "," and depth == 1
            if depth <= 0:
                return None
            if part == n:
                return _Span(match.end(), span.end, True)
        return None

    def _table_end(self, n: int) -> int:
        """Where the table of header ``n`` ends: at the next header that is not of a table inside it."""
        inside = f"{self._headers[n].name}."
        return next(
            (h.start for h in self._headers[n + 1 :] if not h.name.startswith(inside)), len(self._text)
        )


def has_comments(text: str) -> bool:
    """Whether a TOML text holds comments, which are no part of the form."""
    return any(literal.group().startswith("#") for literal in _LITERAL.finditer(text))


def _blank(literal: re.Match[str]) -> str:
    """Literals and comments as spaces, so that nothing in them is taken for a key; quoted keys stay."""
    text = literal.group()
    if text[0] != "#" and _KEY_FOLLOWS.match(literal.string, literal.end()):
        return text
    return re.sub(r"[^\n]", " ", text)
