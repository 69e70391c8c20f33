"""How large a submission will be, in a line."""

from evalapp.base.i18n import _, ngettext
from evalapp.ui.widgets.words import size_text
from evalapp.work.package_size import ExpectedSize


def size_line(size: ExpectedSize) -> str:
    """How large the file will be, and how much of that is evidence."""
    if not size.n_files:
        return _("The file will have about {size}.").format(size=size_text(size.whole))
    return ngettext(
        "The file will have about {size}, {files} of it for {n} screenshot or file.",
        "The file will have about {size}, {files} of it for {n} screenshots and files.",
        size.n_files,
    ).format(size=size_text(size.whole), files=size_text(size.files), n=size.n_files)
