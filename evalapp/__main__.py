"""``evalapp``: the window, or a command where the first argument is one.

The choice is made before the command line's library is imported: it would take a file for a command, and the window
starts without it.
"""

import os
import sys

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
    if arguments and (arguments[0] in COMMANDS or arguments[0].startswith("-")):
        from evalapp.cli.app import run  # noqa: PLC0415 (the window starts without it)

        return run(arguments)
    from evalapp.ui.app import run_app  # noqa: PLC0415 (commands run without Qt)

    return run_app(arguments)


if __name__ == "__main__":
    sys.exit(main())
