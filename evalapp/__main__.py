"""``evalapp``: the window, or a command where the first argument is one.

The choice is made before the command line's library is imported: it would take a file for a command, and the window
starts without it.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from evalapp.base.home import home_folder, load_settings, preferred_language
from evalapp.base.i18n import _, use_language
from evalapp.base.resources import resource_folder

COMMANDS = frozenset(
    {
        "form", "project", "task", "open", "enter", "sheet", "problems", "submit", "merge", "conflicts", "decide", "agreement",
        "results", "explain", "robustness", "compute", "export", "demo", "return", "questions", "reply", "accept", "checks",
        "key", "exchange", "publish", "publications", "diff", "objection", "audit",
    }
)  # fmt: skip
SUFFIXES = (".evalproj", ".evalpkg", ".evaldesk")

DATA_ERROR, USAGE = 1, 2


def main() -> int:
    """Run the program; the exit status."""
    arguments = sys.argv[1:]
    settings = load_settings(home_folder())
    use_language(preferred_language(settings, dict(os.environ)), resource_folder() / "locale")
    if arguments and (arguments[0] in COMMANDS or arguments[0].startswith("-")):
        from evalapp.cli.app import run  # noqa: PLC0415 (the window starts without it)

        return run(arguments)
    # Without a console, as in a packaged program, only the window can speak.
    if arguments and sys.stderr is not None and not _may_be_opened(arguments[0]):
        return _refuse(_unknown(arguments[0]), USAGE)
    if _lacks_display(sys.platform, os.environ):
        return _refuse(_no_display(), DATA_ERROR)
    from evalapp.ui.app import run_app  # noqa: PLC0415 (commands run without Qt)

    return run_app(arguments)


def _may_be_opened(argument: str) -> bool:
    """Whether the window says better what is to be said of an argument: it is a file, or is called like one of ours."""
    return Path(argument).is_file() or argument.lower().endswith(SUFFIXES)


def _unknown(argument: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 (for a mistake only)

    found = _("“{argument}” is neither a command nor a file. Nothing was done.").format(argument=argument)
    close = get_close_matches(argument.lower(), sorted(COMMANDS), 1)
    meant = _("Did you mean “evalapp {command}”?").format(command=close[0]) if close else ""
    return "\n".join(filter(None, (found, meant, _("“evalapp --help” lists the commands."))))


def _lacks_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether Qt would end the program for want of a display, unless it was told to draw elsewhere."""
    places = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return platform.startswith("linux") and not any(environment.get(place) for place in places)


def _no_display() -> str:
    return (
        _(
            "The window cannot be opened: this session has no display (DISPLAY and WAYLAND_DISPLAY are not set). "
            "Nothing was changed.\n"
            "Start EvalApp on the computer's own desktop, or connect by “ssh -X”."
        )
        + "\n"
        + _("The commands work without a display: “evalapp --help” lists them.")
    )


def _refuse(text: str, status: int) -> int:
    sys.stderr.write(f"{text}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
