"""How commands speak: tables or JSON on standard output, progress and messages on standard error, exit codes."""

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.measure import Measurement
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from evalapp.base.errors import AppError, Cancelled
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.base.trouble import system_reason

Json = Annotated[bool, typer.Option("--json")]

DONE, DATA_ERROR, USAGE = 0, 1, 2

_UNBOUNDED = 1_000_000


def pipes_in_utf8() -> None:
    """Write UTF-8 where standard output is no terminal: a code page of the system lacks letters of names and minus signs."""
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")


def emit(value: object) -> None:
    """One JSON document on standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(
        msgspec.json.format(msgspec.json.encode(value, enc_hook=_plain), indent=2) + b"\n"
    )
    sys.stdout.flush()


def _plain(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(type(value).__name__)


def say_line(text: str) -> None:
    """A line of result on standard output."""
    typer.echo(text)


def note(text: str) -> None:
    """A message on standard error."""
    typer.echo(text, err=True)


def show_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on standard output; in a pipe or a file every row is one line, however wide."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*(str(cell).replace("\n", " ") for cell in row))
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if console.is_terminal:
        console.print(table)
        return
    console.width = _UNBOUNDED
    console.width = Measurement.get(console, console.options, table).maximum
    with console.capture() as capture:
        console.print(table)
    for line in capture.get().rstrip("\n").split("\n"):
        say_line(line.rstrip())


def show_facts(facts: Mapping[str, object]) -> None:
    """Names and values, one a line."""
    for name, value in facts.items():
        say_line(f"{name}: {value}")


@contextmanager
def failures(as_json: bool) -> Iterator[None]:
    """Turn AppError, and what the system refuses, into a message with all findings, and exit status 1."""
    try:
        yield
    except AppError as error:
        note(str(error))
        if as_json:
            emit({"error": {"code": error.code, "message": error.message, "details": error.details}})
        raise typer.Exit(DATA_ERROR) from error
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        message = system_trouble(error)
        note(message)
        if as_json:
            emit({"error": {"code": "system", "message": message, "details": []}})
        raise typer.Exit(DATA_ERROR) from error
    except (KeyboardInterrupt, Cancelled) as stopped:
        note(_("Stopped. Nothing was left half done."))
        raise typer.Exit(DATA_ERROR) from stopped


def system_trouble(error: OSError) -> str:
    """What the system refuses, in a sentence."""
    return _("{file} could not be read or written: {reason}. Choose another name or folder.").format(
        file=error.filename or _("The output"), reason=system_reason(error)
    )


def check_target(out: Path | None, *inputs: Path) -> None:
    """Whether ``out`` may be replaced by a result.

    Raises AppError("same_file") where the result is made from it, AppError("not_a_file") for a folder, a pipe or a device: to
    be replaced is not what becomes of these.
    """
    if out is not None and out.exists() and not out.is_file():
        raise AppError(
            "not_a_file",
            _(
                "{file} is there already and is no file, so it was not written over. Choose another name."
            ).format(file=out),
        )
    for path in inputs:
        if out is not None and out.exists() and path.exists() and out.samefile(path):
            raise AppError(
                "same_file",
                _(
                    "{file} is what the result would be made from, so it was not written over. Choose another name."
                ).format(file=out),
            )


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """A progress bar on standard error; only its title where that is no terminal."""
    console = Console(file=sys.stderr, highlight=False)
    if not console.is_terminal:
        note(title)
        yield Progress()
        return
    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None)

        def report(done: int, total: int, message: str) -> None:
            bar.update(task, completed=done, total=total or None, description=f"{title} {message}".strip())

        yield Progress(report)
