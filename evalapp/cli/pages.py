"""Pages of help in the language in force: what typer says without asking gettext, and lines as wide as their letters."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from types import TracebackType
from typing import Any

import typer
from rich.cells import cell_len
from typer._click.exceptions import UsageError
from typer._click.formatting import HelpFormatter
from typer.core import TyperGroup

from evalapp.base.i18n import _

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60"
_CLOSING = "，。；：、）”’》？！"
_OPENING = "（“‘《"
_PIECE = re.compile(
    rf"\s+|\[[{_WIDE}]+\]|[{_OPENING}]*\[?(?:[{_WIDE}]|[^\s{_WIDE}{_CLOSING}{_OPENING}]+)?[{_CLOSING}\]]*"
)
"""What stays on one line: a wide letter or a word of narrow ones, with the marks that lean on it; a word in brackets."""
_FIRST_COLUMN = 30


class Page(HelpFormatter):
    """A page whose headings are translated and whose columns allow for letters two cells wide."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of usage."""
        super().write_usage(prog, args, _("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """A heading with its colon."""
        self.write(_("{heading}:").format(heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, one a line of the text, indented and broken to the page's width."""
        indent = " " * self.current_indent
        for line in broken(text, self.width - self.current_indent):
            self.write(f"{indent}{line}".rstrip() + "\n")

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = _FIRST_COLUMN, col_spacing: int = 2
    ) -> None:
        """Names, and beside them what they mean; a name too long for its column has a line of its own."""
        named = [(_typed(name), text) for name, text in rows]
        column = min(max(cell_len(name) for name, _text in named), col_max) + col_spacing
        indent = " " * self.current_indent
        for name, text in named:
            first, *more = broken(text, max(self.width - column - 2, 10))
            gap = column - cell_len(name)
            between = " " * gap if gap >= col_spacing else f"\n{indent}{' ' * column}"
            self.write(f"{indent}{name}{between}{first}".rstrip() + "\n")
            for line in more:
                self.write(f"{indent}{' ' * column}{line}".rstrip() + "\n")


class PageContext(typer.Context):
    """The context of a command: it writes pages, and tells an error of the parser whose it is."""

    formatter_class = Page

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> bool | None:
        """Leave the context."""
        if isinstance(exc_value, UsageError) and exc_value.ctx is None:
            exc_value.ctx = self
        return super().__exit__(exc_type, exc_value, tb)


class Group(TyperGroup):
    """A group of commands that says in the language in force which command was perhaps meant."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is named, and what is left for it; raises UsageError where there is none."""
        try:
            return super().resolve_command(ctx, args)
        except UsageError as error:
            close = get_close_matches(args[0].lower(), self.commands)
            if type(error) is UsageError and close:
                error.message = _("{problem} Did you mean {commands}?").format(
                    problem=error.message, commands=", ".join(f"'{name}'" for name in close)
                )
            raise


def translate_page(command: Any) -> None:
    """Give a command its pages in the language in force."""
    command.context_class = PageContext
    command.options_metavar = _("[OPTIONS]")
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = _("COMMAND [ARGS]...")
    command.get_help_option(PageContext(command)).help = _("Show this message and exit.")


def broken(text: str, width: int) -> list[str]:
    """The lines of a text, each at most ``width`` cells: between words, and between Chinese letters where their marks allow."""
    lines = []
    for paragraph in text.splitlines():
        line = ""
        for piece in filter(None, _PIECE.findall(paragraph)):
            if line and cell_len(line + piece.rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            line += piece if line else piece.lstrip()
        lines.append(line.rstrip())
    return lines or [""]


def _typed(name: str) -> str:
    """A parameter with the kind of its value in words."""
    kinds = {
        "<str>": _("<str>"),
        "<path>": _("<path>"),
        "<int range>": _("<int range>"),
        "<list[str]>": _("<list[str]>"),
        "<list[Path]>": _("<list[Path]>"),
    }
    words, space, kind = name.rpartition(" <")
    return f"{words} {kinds.get('<' + kind, '<' + kind)}" if space else name
