"""Where in a TOML text a place of the form is written: the parsers of TOML do not say."""

import re
from bisect import bisect_right
from itertools import accumulate

from evalapp.form.finding import Path

_LITERAL = re.compile(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*')
_HEADER = re.compile(r"^[ \t]*\[\[?[ \t]*([^\[\],\n]+?)[ \t]*\]\]?[ \t]*$", re.MULTILINE)
_KEY_FOLLOWS = re.compile(r"[ \t]*[=.\]]")


class Places:
    """The places of one TOML text."""

    def __init__(self, text: str) -> None:
        self._text = _LITERAL.sub(self._blank, text)
        self._ends = list(accumulate(len(line) for line in self._text.splitlines(keepends=True)))
        self._headers = [(re.sub(r"[\s\"']", "", m[1]), m.start(1), m.end()) for m in _HEADER.finditer(self._text)]

    def line(self, path: Path) -> int:
        """The line, from 1, of ``path``; of its nearest known surroundings where it is not written or written unusually."""
        names, at, end = "", 0, len(self._text)
        for step in path:
            found = self._element(names, step, at, end) if isinstance(step, int) else self._key(names, step, at, end)
            if found is None:
                break
            at, end = found
            names = names if isinstance(step, int) else f"{names}.{step}".lstrip(".")
        return bisect_right(self._ends, at) + 1

    def _key(self, names: str, key: str, at: int, end: int) -> tuple[int, int] | None:
        """A key below ``names``: a table of its own, or written with ``=`` after ``at``, best at the start of a line."""
        for table in (f"{names}.{key}".lstrip("."), *([] if names else [key])):
            for n, (name, start, _stop) in enumerate(self._headers):
                if at <= start < end and (name == table or (not names and name.startswith(f"{table}."))):
                    return start, end if not names else self._table_end(n, table) if name == table else end
        word = rf"[\"']?{re.escape(key)}[\"']?[ \t]*[=.]"
        for pattern in (rf"^[ \t]*({word})", rf"[{{,]\s*({word})"):
            if match := re.compile(pattern, re.MULTILINE).search(self._text, at, end):
                return match.start(1), end
        return None

    def _element(self, names: str, n: int, at: int, end: int) -> tuple[int, int] | None:
        """Element ``n`` of an array: the table headed ``[[names]]`` for the n-th time, or the n-th part of ``[…]``."""
        tables = [i for i, (name, start, _stop) in enumerate(self._headers) if name == names and at <= start < end]
        if tables:
            if n >= len(tables):
                return None
            return self._headers[tables[n]][2], self._table_end(tables[n], names)
        depth, part = 0, 0
        for match in re.compile(r"[\[\]{},]\s*").finditer(self._text, at, end):
            mark = match.group()[0]
            depth += {"[": 1, "{": 1, "]": -1, "}": -1, ",": 0}[mark]
            part += mark == "," and depth == 1
            if depth <= 0:
                return None
            if part == n:
                return match.end(), end
        return None

    def _table_end(self, n: int, table: str) -> int:
        following = (start for name, start, _stop in self._headers[n + 1 :] if not name.startswith(f"{table}."))
        return next(following, len(self._text))

    def _blank(self, literal: re.Match[str]) -> str:
        """Literals and comments as spaces, so that nothing in them is taken for a key; quoted keys stay."""
        text = literal.group()
        if text[0] != "#" and _KEY_FOLLOWS.match(literal.string, literal.end()):
            return text
        return re.sub(r"[^\n]", " ", text)
