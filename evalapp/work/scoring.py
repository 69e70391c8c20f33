"""What a project sets in place of its form's weights, policies, grades and profiles (DESIGN section 3)."""

from pathlib import Path

import msgspec
import tomli_w
from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.files import read_bytes
from evalapp.entry.contents import Setting
from evalapp.form.reader import decode_form
from evalapp.form.settings import (
    MAX_BYTES,
    TABLES,
    Settings,
    apply_settings,
    decode_settings,
    encode_settings,
    read_settings,
    remarks,
    settings_hash,
)
from evalapp.store.append import Draft
from evalapp.store.forms import form_bytes
from evalapp.store.project_file import Connection
from evalapp.store.queries import settings
from evalapp.work.project import Project, require_role


class ScoringSettings(Struct, frozen=True, kw_only=True):
    """What was set, as TOML too; ``disputed`` tables count as unset, ``refused`` says why none is used."""

    settings: Settings
    toml: str
    hash: str
    disputed: tuple[str, ...]
    refused: str


def scoring_settings(project: Project) -> ScoringSettings:
    """What the project sets in place of its form."""
    with project.file.read() as connection:
        rows = settings(connection)
        form = decode_form(form_bytes(connection, project.about.form_hash))
    disputed = tuple(table for table in TABLES if table in rows and rows[table].disputed)
    found = decode_settings(
        {table: rows[table].value for table in TABLES if table in rows and table not in disputed}
    )
    refused = ""
    try:
        apply_settings(form, found)
    except AppError as unfit:
        refused = "; ".join(unfit.details)
    return ScoringSettings(
        settings=found,
        toml=tomli_w.dumps(msgspec.to_builtins(found)),
        hash=settings_hash(found),
        disputed=disputed,
        refused=refused,
    )


def scoring_remarks(project: Project, found: ScoringSettings) -> tuple[str, ...]:
    """What should be looked at again in the form under the settings that were ``found``."""
    with project.file.read() as connection:
        form = decode_form(form_bytes(connection, project.about.form_hash))
    return () if found.refused else remarks(form, found.settings)


def set_scoring(project: Project, path: Path) -> Settings:
    """Record the settings of a TOML file, in place of all that were set before; what it leaves out is the form's again.

    Each table is a setting of its own: what two coordinators change apart is disputed only where both changed it. The
    project is to be opened again for them to take effect. Raises AppError("settings") with every finding.
    """
    require_role(project, "coordinator")
    with project.file.read() as connection:
        form = decode_form(form_bytes(connection, project.about.form_hash))
    found = read_settings(read_bytes(path, MAX_BYTES), str(path), form)
    apply_settings(form, found)
    recorded = encode_settings(found)

    def drafts(connection: Connection) -> list[Draft]:
        before = settings(connection)
        return [
            Draft(content=Setting(value=value), item=table)
            for table, value in recorded.items()
            if value != (before[table].value if table in before else "")
            or (table in before and before[table].disputed)
        ]

    project.write(drafts)
    return found
