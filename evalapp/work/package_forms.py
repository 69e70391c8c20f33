"""The editions of the form that travel in a package."""

from pathlib import Path

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.exchange.read import Package
from evalapp.form.model import form_hash
from evalapp.form.reader import read_form


def sound_forms(package: Package) -> dict[str, bytes]:
    """The editions in a package by hash, each found to be what its name says. The one that the manifest names is among them.

    Raises AppError("damaged_package").
    """
    forms = package.forms()
    for name, toml in forms.items():
        if form_hash(read_form(toml, f"{name[:12]}.toml")) != name:
            raise broken(package.path, _("one of its forms is not the one that its name says"))
    if package.manifest.form not in forms:
        raise broken(package.path, _("its form is missing"))
    return forms


def broken(path: Path, reason: str) -> AppError:
    """What is said of a coordinator's package that cannot be opened."""
    return AppError(
        "damaged_package",
        _("{file} was not opened: {reason}. Nothing was written. Ask the coordinator for a new file.").format(
            file=path.name, reason=reason
        ),
    )
