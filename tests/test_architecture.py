"""The rules of the house that a tool can see; their reasons are in docs/architecture.md and CONTRIBUTING.md."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PROGRAM = REPOSITORY / "evalapp"
SOURCES = sorted(PROGRAM.rglob("*.py"))
LOCKS = sorted((REPOSITORY / "requirements").glob("*.lock"))


def places(pattern: str, files: list[Path]) -> list[str]:
    """Where a pattern stands, as ``file:line: text``."""
    found = re.compile(pattern)
    return [
        f"{path.relative_to(REPOSITORY)}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if found.search(line)
    ]


def modules_after(statement: str) -> set[str]:
    """The top-level packages that a fresh Python has loaded after a statement."""
    code = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


def test_import_contracts_hold() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    run = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_package_stands_in_the_layers() -> None:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]
    layers = next(contract["layers"] for contract in settings["contracts"] if contract["id"] == "layers")
    named = {name.strip() for layer in layers for name in layer.split("|")}
    assert named == {f"evalapp.{path.parent.name}" for path in PROGRAM.glob("*/__init__.py")}


def test_no_qt_outside_ui() -> None:
    assert (
        places(
            r"\b(PySide6|shiboken6|qtawesome|qtpy)\b", [s for s in SOURCES if PROGRAM / "ui" not in s.parents]
        )
        == []
    )


def test_the_command_line_loads_no_qt() -> None:
    assert not modules_after("import evalapp.cli.app") & {"PySide6", "qtawesome"}


def test_the_window_loads_no_command_line_nor_writers_of_documents() -> None:
    assert not modules_after("import evalapp.ui.app") & {"typer", "rich", "xlsxwriter", "cel"}


def test_the_main_window_stays_small() -> None:
    windows = [
        path
        for path in SOURCES
        if re.search(r"^class \w+\(QMainWindow", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert len(windows) == 1
    assert len(windows[0].read_text(encoding="utf-8").splitlines()) < 300


def test_no_file_grows_beyond_what_one_reads() -> None:
    long = {
        str(path.relative_to(REPOSITORY))
        for path in SOURCES
        if len(path.read_text("utf-8").splitlines()) > 400
    }
    assert long == set()


def test_modules_are_named_by_words_of_the_field() -> None:
    shapeless = re.compile(r"(^|_)(utils?|helpers?|managers?|misc|common|tools?)($|_)")
    assert [
        str(path)
        for path in SOURCES
        if any(shapeless.search(part) for part in path.with_suffix("").parts[-3:])
    ] == []


def test_widgets_take_their_colours_from_the_theme() -> None:
    widgets = [
        s for s in SOURCES if PROGRAM / "ui" in s.parents and PROGRAM / "ui" / "theme" not in s.parents
    ]
    literal = r"""["'#]#?[0-9A-Fa-f]{6}["']|\brgba?\(|QColor\(\s*["'\d]|GlobalColor\.(?!transparent)"""
    assert places(literal, widgets) == []


@pytest.mark.parametrize("never", [r"processEvents\(", r"\bpyplot\b", r"time\.sleep\(", r"\.terminate\(\)"])
def test_what_hides_trouble_is_not_used(never: str) -> None:
    assert places(never, SOURCES) == []


def test_translation_happens_at_call_time() -> None:
    at_import = r"^[A-Z_a-z]+(: [^=]+)? = .*\b(_|ngettext)\("
    assert places(at_import, SOURCES) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_pin_with_hashes_and_name_no_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert places(r"://|--(extra-)?index-url|--find-links|--trusted-host|@ file", [lock]) == []
    for pin in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]:
        assert re.match(r"[\w.-]+==\S+", pin), pin
        assert "--hash=sha256:" in pin, pin


def test_what_is_asked_for_is_what_is_pinned() -> None:
    assert {lock.stem for lock in LOCKS} == {"app", "dev"}
    for lock in LOCKS:
        pinned = {line.split()[0].lower() for line in lock.read_text("utf-8").splitlines() if "==" in line}
        wanted = [
            line.split("#")[0].strip() for line in lock.with_suffix(".in").read_text("utf-8").splitlines()
        ]
        assert {pin.lower() for pin in wanted if pin and not pin.startswith("-r")} <= pinned
