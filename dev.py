#!/usr/bin/env python3
"""Run, demonstrate, test and check EvalApp on a bare machine.

Needs Python 3.11 to 3.13 and nothing else: it makes `.venv`, installs the exactly pinned and hashed libraries of
`requirements/dev.lock` into it, and sees to the system's libraries that Qt opens. Standard library only, and readable
by older Pythons too, so that these can look for a suitable one.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements" / "dev.lock"
LOG = ROOT / "build" / "dev.log"
LOCALE = ROOT / "resources" / "locale"

OLDEST, NEWEST = (3, 11), (3, 13)
"""PySide6 6.9 has no wheels for later Pythons."""

COMMANDS = {
    "run": "the application: run [FILE | evalapp command ...]",
    "demo": "the whole job on 16 cities with made-up answers: workbook, charts, and the window on the result",
    "test": "all tests: test [pytest arguments ...]",
    "check": "format, lint, types and import contracts",
    "bench": "the benchmarks, each with its ratio to a floor: bench [pytest arguments ...]",
    "locale": "compile the translations",
    "lock": "write requirements/*.lock anew from requirements/*.in",
}

_QT_LINKS_TO = """
    libEGL.so.1=libegl1 libGL.so.1=libgl1 libX11-xcb.so.1=libx11-xcb1 libX11.so.6=libx11-6 libdbus-1.so.3=libdbus-1-3
    libfontconfig.so.1=libfontconfig1 libfreetype.so.6=libfreetype6 libglib-2.0.so.0=libglib2.0-0
    libgthread-2.0.so.0=libglib2.0-0 libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4
    libxcb-image.so.0=libxcb-image0 libxcb-keysyms.so.1=libxcb-keysyms1 libxcb-randr.so.0=libxcb-randr0
    libxcb-render-util.so.0=libxcb-render-util0 libxcb-render.so.0=libxcb-render0 libxcb-shape.so.0=libxcb-shape0
    libxcb-shm.so.0=libxcb-shm0 libxcb-sync.so.1=libxcb-sync1 libxcb-util.so.1=libxcb-util1
    libxcb-xfixes.so.0=libxcb-xfixes0 libxcb-xkb.so.1=libxcb-xkb1 libxcb.so.1=libxcb1
    libxkbcommon-x11.so.0=libxkbcommon-x11-0 libxkbcommon.so.0=libxkbcommon0 libz.so.1=zlib1g libzstd.so.1=libzstd1
"""
QT_LIBRARIES = dict(pair.split("=") for pair in _QT_LINKS_TO.split())
"""What the xcb and offscreen plug-ins of PySide6 6.9.3 link to (by ldd), and Debian's package of each."""

TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "soffice": "libreoffice-calc",
    "pdftoppm": "poppler-utils",
    "pg_ctlcluster": "postgresql",
}
"""A screen for windows, the independent calculator, the reader of charts, a server for shared desks; Debian's packages."""

FEDORA_PROGRAMS = {
    "Xvfb": "xorg-x11-server-Xvfb",
    "soffice": "libreoffice-calc",
    "pdftoppm": "poppler-utils",
    "pg_ctlcluster": "postgresql-server",
}


class Trouble(Exception):
    """Something the person at the keyboard can mend; the text says how."""


def main(arguments: list[str]) -> int:
    """Carry out one command; gives the exit status."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if command in ("-h", "--help", "help"):
        print(usage())
        return 0
    if command not in COMMANDS:
        print(f"dev.py: no command {command!r}\n\n{usage()}", file=sys.stderr)
        return 2
    if rest and rest[0] in ("-h", "--help") and command != "run":
        print(f"usage: python3 dev.py {command}\n\n{COMMANDS[command]}")
        return 0
    try:
        use_supported_python()
        return globals()[f"do_{command}"](rest)
    except Trouble as trouble:
        print(f"\ndev.py: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ndev.py: stopped", file=sys.stderr)
        return 130


def usage() -> str:
    """The help text."""
    lines = [f"  {name:<8}{text}" for name, text in COMMANDS.items()]
    return "usage: python3 dev.py COMMAND [arguments]\n\n" + "\n".join(lines)


# ------------------------------------------------------------------------------------------------------- commands


def do_run(arguments: list[str]) -> int:
    """The application, in the folder that the caller stands in."""
    prepare()
    return run_evalapp(arguments)


def do_demo(arguments: list[str]) -> int:
    """The demonstration in build/demo, with accounts of its own; then the window on it, if somebody can see one."""
    if arguments:
        raise Trouble("demo takes no arguments.")
    prepare()
    folder = ROOT / "build" / "demo"
    folder.parent.mkdir(exist_ok=True)
    home = {"EVALAPP_HOME": str(folder / "accounts" / "coordinator")}
    begun = time.monotonic()
    say("Sixteen cities, three assessors, made-up answers: tasks, entry, merge, decisions, results")
    if run_evalapp(["demo", str(folder)], home):
        raise Trouble("the demonstration failed; the lines above say why.")
    say(f"Done in {time.monotonic() - begun:.0f} s; all of it is in {folder}")
    if not has_display():
        say("There is no display here, so no window is opened")
        return 0
    say("Opening the project; close the window to end")
    return run_evalapp([str(folder / "shandong.evalproj")], home)


def do_test(arguments: list[str]) -> int:
    """All tests but the benchmarks, with windows drawn off screen: a file on each core, with ``-n 0`` all in one process."""
    prepare(TEST_PROGRAMS)
    spread = ["-n", "auto", "--dist", "loadfile"]
    return call([python_of_venv(), "-m", "pytest", *spread, *arguments], offscreen())


def do_bench(arguments: list[str]) -> int:
    """The benchmarks."""
    prepare(TEST_PROGRAMS)
    return call([python_of_venv(), "-m", "pytest", "tests/bench", "-s", *arguments], offscreen())


def do_check(arguments: list[str]) -> int:
    """Every check, also after one has failed."""
    if arguments:
        raise Trouble("check takes no arguments.")
    prepare()
    checks = {
        "format": [program("ruff"), "format", "--check", "."],
        "lint": [program("ruff"), "check", "."],
        "types": [program("mypy"), "--strict", "evalapp"],
        "import contracts": [program("lint-imports")],
    }
    failed = []
    for name, command in checks.items():
        say(f"{name}: {' '.join([Path(command[0]).stem, *command[1:]])}")
        if call(command):
            failed.append(name)
    say(f"Failed: {', '.join(failed)}" if failed else "All checks passed")
    if "format" in failed:
        print(f"  {program('ruff')} format .   puts the format right")
    return 1 if failed else 0


def do_locale(_arguments: list[str]) -> int:
    """Compile the translations, also if they are up to date."""
    prepare(translations=False)
    return build_locale()


def do_lock(arguments: list[str]) -> int:
    """Resolve anew; pins that still fit are kept, `--upgrade` lifts them."""
    prepare(translations=False)
    fixed = (
        "--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --quiet"
    )
    for name in ("app", "dev"):
        files = [
            f"{name}.in",
            "--output-file",
            f"{name}.lock",
            "--custom-compile-command",
            "python3 dev.py lock",
        ]
        with step(f"Resolving requirements/{name}.in"):
            command = [program("uv"), "pip", "compile", *fixed.split(), *files, *arguments]
            if subprocess.run(command, cwd=ROOT / "requirements", stdout=subprocess.DEVNULL).returncode:
                raise Trouble(
                    "uv found no set of versions; the lines above say why. The lock file is unchanged."
                )
    return 0


# -------------------------------------------------------------------------------------------------- Python and venv


def use_supported_python() -> None:
    """Go on in this Python, or begin again in a supported one found on PATH."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    for found in filter(None, map(shutil.which, names)):
        # A version manager puts names on PATH that start nothing: try it.
        if subprocess.run([found, "-c", ""], stderr=subprocess.DEVNULL).returncode == 0:
            sys.exit(subprocess.call([found, str(Path(__file__).resolve()), *sys.argv[1:]]))
    raise Trouble(
        f"EvalApp needs Python 3.11, 3.12 or 3.13; this is {platform.python_version()}, and none of "
        f"{', '.join(reversed(names))} is on PATH.\nInstall one (Debian 12: apt-get install python3; Ubuntu 24.04: "
        "apt-get install python3; Fedora: dnf install python3.12; Windows and macOS: the installer of python.org), "
        "then run this command again with it."
    )


def prepare(programs: dict[str, str] | None = None, translations: bool = True) -> None:
    """See to everything that a command needs before it starts; says nothing if all is there."""
    see_to_system(programs or {})
    if read_stamp() != stamp():
        make_venv()
        install_libraries()
        (VENV / "evalapp-stamp").write_text(stamp(), encoding="utf-8")
    if translations and locale_is_stale() and build_locale():
        raise Trouble("the translations were not compiled; the lines above say which entries to correct.")


def stamp() -> str:
    """What the environment was made from: the lock file and the Python."""
    made_from = LOCK.read_bytes() + f"{sys.version_info[:3]} {platform.machine()} {ROOT}".encode()
    return hashlib.sha256(made_from).hexdigest()


def read_stamp() -> str:
    """The stamp of the environment that is there; empty if there is none or it is half made."""
    try:
        return (VENV / "evalapp-stamp").read_text(encoding="utf-8")
    except OSError:
        return ""


def make_venv() -> None:
    """An environment in .venv that fits this Python; one that does not is replaced."""
    if Path(python_of_venv()).exists():
        asked = [python_of_venv(), "-c", "import pip, sys; print(*sys.version_info[:2])"]
        answer = subprocess.run(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
        if answer.split() == [str(number) for number in sys.version_info[:2]]:
            return
    with step(f"Making .venv with Python {platform.python_version()}"):
        run_logged(
            [sys.executable, "-m", "venv", "--clear", str(VENV)], "Delete the folder .venv and try again."
        )


def install_libraries() -> None:
    """Install exactly what the lock file names; every file's hash is compared."""
    count = sum(
        "==" in line and not line.startswith(" ") for line in LOCK.read_text(encoding="utf-8").splitlines()
    )
    with step(f"Installing {count} libraries from {LOCK.relative_to(ROOT)}") as progress:
        command = [python_of_venv(), "-m", "pip", "install", "--require-hashes", "--no-deps", "-r", str(LOCK)]
        command += ["--progress-bar", "off", "--disable-pip-version-check"]
        advice = (
            "Without a network, put the wheels into a folder and set PIP_FIND_LINKS to it and PIP_NO_INDEX=1. With a "
            "package mirror, set PIP_INDEX_URL to it. Then run the same command again: what is installed stays."
        )
        run_logged(command, advice, progress)


def python_of_venv() -> str:
    """The environment's Python."""
    return program("python")


def program(name: str) -> str:
    """A program of the environment."""
    return str(VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name)


# ------------------------------------------------------------------------------------------------- system libraries


def see_to_system(programs: dict[str, str]) -> None:
    """Install what the system lacks (Debian and its kin, as root), else say the one command that does."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_from_system(programs)
    if not missing:
        return
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not (as_root and shutil.which("apt-get")):
        raise Trouble(how_to_install(missing))
    packages = sorted(set(missing.values()))
    quiet = ["-o", "DPkg::Lock::Timeout=300", "-q"]
    advice = f"Install these by hand, then run the same command again: {' '.join(packages)}"
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    with step("Reading the lists of system packages") as progress:
        run_logged(["apt-get", *quiet, "update"], advice, progress)
    with step(f"Installing system packages: {' '.join(packages)}") as progress:
        run_logged(
            ["apt-get", *quiet, "install", "-y", "--no-install-recommends", *packages], advice, progress
        )
    importlib.invalidate_caches()
    if still := missing_from_system(programs):
        raise Trouble(f"the system packages were installed, yet these are still missing: {', '.join(still)}.")


def missing_from_system(programs: dict[str, str]) -> dict[str, str]:
    """What is not there, with Debian's package of it."""
    missing = {name: package for name, package in QT_LIBRARIES.items() if not loads(name)}
    missing.update((name, package) for name, package in programs.items() if not shutil.which(name))
    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        missing["venv"] = f"python3.{sys.version_info[1]}-venv"
    return missing


def loads(library: str) -> bool:
    """Whether the dynamic linker finds a library that fits this Python."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def how_to_install(missing: dict[str, str]) -> str:
    """The one command that brings what is missing, for the system at hand."""
    what = f"the system lacks {', '.join(missing)}."
    if shutil.which("apt-get"):
        packages = " ".join(sorted(set(missing.values())))
        command = f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {packages}"
    elif shutil.which("dnf"):
        wanted = [FEDORA_PROGRAMS.get(name) or f"'{name}()(64bit)'" for name in missing if name != "venv"]
        command = f"sudo dnf install -y {' '.join(wanted)}"
    else:
        return f"{what}\nInstall these with the system's package manager, then run this command again."
    return f"{what}\nRun this, then the same command again:\n\n  {command}"


def has_display() -> bool:
    """Whether a window can be shown to somebody."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# ----------------------------------------------------------------------------------------------------- translations


def locale_is_stale() -> bool:
    """Whether a part was changed, added or removed after the catalogue was compiled."""
    for language in {part.parent for part in LOCALE.glob("*/*.po")}:
        compiled = language / "LC_MESSAGES" / "evalapp.mo"
        parts = [language, *language.glob("*.po")]
        if not compiled.exists() or max(part.stat().st_mtime for part in parts) > compiled.stat().st_mtime:
            return True
    return False


def build_locale() -> int:
    """Compile all catalogues, in the environment, which has Babel; gives the exit status."""
    say("Compiling the translations")
    return call([python_of_venv(), str(ROOT / "packaging" / "catalogue.py")])


# ------------------------------------------------------------------------------------------------- running programs


def run_evalapp(arguments: list[str], extra: dict[str, str] | None = None) -> int:
    """The application, from wherever the caller stands."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {"PYTHONPATH": os.pathsep.join(paths), **(extra or {})}
    return call([python_of_venv(), "-m", "evalapp", *arguments], environment, folder=Path.cwd())


def call(command: list[str], extra: dict[str, str] | None = None, folder: Path = ROOT) -> int:
    """Run a program that speaks for itself; gives its exit status."""
    sys.stdout.flush()
    return subprocess.call(command, cwd=folder, env={**os.environ, **(extra or {})})


def offscreen() -> dict[str, str]:
    """Draw windows off screen, unless the caller chose a platform."""
    return {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


def say(text: str) -> None:
    """One line about what is going on, beside whatever a command prints."""
    print(f"==> {text}", file=sys.stderr, flush=True)


class Progress:
    """A line that tells, on a terminal, how long a step has been running and what it is at."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.begun = self.shown = time.monotonic()

    def at(self, line: str) -> None:
        """The step wrote a line."""
        now = time.monotonic()
        if sys.stdout.isatty() and now - self.shown >= 0.2:
            self.shown = now
            width = max(20, shutil.get_terminal_size().columns - 12)
            print(
                f"\r    {now - self.begun:3.0f} s  {line.strip()[: width - 1]:<{width}}", end="", flush=True
            )
        elif not sys.stdout.isatty() and now - self.shown >= 20:
            self.shown = now
            print(f"    {now - self.begun:3.0f} s  {line.strip()[:100]}", flush=True)


@contextlib.contextmanager
def step(title: str):  # type: ignore[no-untyped-def]  # the names of typing cost older Pythons nothing, readers a line
    """Say what begins, and how long it took."""
    say(title)
    progress = Progress(title)
    yield progress
    clear = f"\r{'':<{shutil.get_terminal_size().columns - 1}}\r" if sys.stdout.isatty() else ""
    print(f"{clear}    done in {time.monotonic() - progress.begun:.0f} s", flush=True)


def run_logged(command: list[str], advice: str, progress: Progress | None = None) -> None:
    """Run a talkative program; its words go to build/dev.log, and to the screen only if it fails."""
    LOG.parent.mkdir(exist_ok=True)
    environment = {**os.environ, "PIP_USER": "0", "PYTHONUNBUFFERED": "1"}
    last: list[str] = []
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    text = {"encoding": "utf-8", "errors": "replace"}
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        with subprocess.Popen(command, cwd=ROOT, env=environment, **pipes, **text) as running:
            for line in running.stdout:
                log.write(line)
                last = [*last[-14:], line.rstrip()]
                if progress is not None:
                    progress.at(line)
        status = running.returncode
    if status:
        said = "\n".join(f"    {line}" for line in last)
        name = " ".join(Path(part).name if os.sep in part else part for part in command[:4])
        raise Trouble(
            f"`{name} ...` failed (status {status}). Its last lines:\n{said}\n{advice}\nAll of it: {LOG}"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
