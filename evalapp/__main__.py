"""``evalapp``: the window, or a command where the first argument is one.

The choice is made before the command line's library is imported: it would take a file for a command, and the window
starts without it.
"""

import os
import sys
from pathlib import Path

from evalapp.base.home import home_folder, load_settings, preferred_language
from evalapp.base.i18n import use_language
from evalapp.base.resources import resource_folder

COMMANDS = frozenset(
    {
        "form", "project", "task", "open", "enter", "problems", "submit", "merge", "conflicts", "decide", "results",
        "compute", "export", "demo",
    }
)  # fmt: skip


def main() -> int:
    """Run the program; the exit status."""
    arguments = sys.argv[1:]
    settings = load_settings(home_folder())
    use_language(preferred_language(settings, dict(os.environ)), resource_folder() / "locale")
    if arguments and not _names_a_file(arguments[0]):
        from evalapp.cli.app import run  # noqa: PLC0415 (the window starts without it)

        return run(arguments)
    from evalapp.ui.app import run_app  # noqa: PLC0415 (commands run without Qt)

    return run_app(arguments)


def _names_a_file(argument: str) -> bool:
    """Whether the first argument is meant as a file; anything else is a command, or a command misspelt."""
    if argument in COMMANDS or argument.startswith("-"):
        return False
    path = Path(argument)
    return bool(path.suffix) or path.exists() or len(path.parts) > 1


if __name__ == "__main__":
    sys.exit(main())
