"""A desk file: where a shared project lies, and who this account is there. It holds no answers and no password."""

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.files import read_bytes, write_bytes
from evalapp.base.i18n import _
from evalapp.store.moving import OWN_FACTS
from evalapp.store.postgres import Server, open_server, schema_of
from evalapp.store.project_file import ProjectFile, facts

SUFFIX = ".evaldesk"
_MAX_BYTES = 4096


class Desk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The server's address, and who this account is there. A password is libpq's to find: by PGPASSWORD or its password file."""

    evalapp_desk: Literal[1] = 1
    url: str
    project: str
    me: str
    name: str = ""
    code: str = ""


def write_desk_file(path: Path, desk: Desk) -> None:
    """Write a desk file. Raises AppError("exists", "cannot_write")."""
    if path.exists():
        raise AppError(
            "exists",
            _(
                "{file} exists already and was not touched. Choose another name, or move the old file away."
            ).format(file=path),
        )
    write_bytes(path, msgspec.json.format(msgspec.json.encode(desk)) + b"\n")


def read_desk_file(path: Path) -> Desk:
    """What a desk file says. Raises AppError("not_a_desk", "not_found", "cannot_read")."""
    if not path.is_file():
        raise AppError(
            "not_found",
            _("{file} is not there. Check the name, or whether the drive it lies on is connected.").format(
                file=path
            ),
        )
    try:
        return msgspec.json.decode(read_bytes(path, _MAX_BYTES), type=Desk)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise AppError(
            "not_a_desk",
            _(
                "{file} is not a desk file of EvalApp. Nothing was changed. Join the shared project again."
            ).format(file=path.name),
        ) from error


def open_desk_file(path: Path) -> ProjectFile:
    """The shared project that a desk file names. Raises AppError("not_a_desk", "server_lost", "not_on_server", …)."""
    desk = read_desk_file(path)
    own = dict(zip(OWN_FACTS, (desk.me, "coordinator", desk.name, desk.code), strict=True))
    file = ProjectFile(path, Server(path.name, open_server(desk.url, schema_of(desk.project)), own), None)
    try:
        with file.read() as connection:
            there = connection.exec_driver_sql("SELECT to_regclass('project')").scalar()
            known = facts(connection) if there else {}
    except BaseException:
        file.close()
        raise
    if known.get("project") != desk.project:
        file.close()
        raise AppError(
            "not_on_server",
            _(
                "The project of {file} is not on its server any more. Nothing was changed. Ask who moved it, and open the file "
                "that it was moved to."
            ).format(file=path.name),
        )
    return file
