"""A PostgreSQL server of the tests' own: on loopback, with its data in a folder that goes again."""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_DEBIAN = Path("/usr/lib/postgresql")
_USER = "postgres"
"""The server refuses to run as root; Debian's package brings this account."""


class NoServer(Exception):
    """There is no server program on this machine: which one, and how it is installed."""


def program(name: str) -> str:
    """The path of a program of the server."""
    found = shutil.which(name) or max(map(str, _DEBIAN.glob(f"*/bin/{name}")), default="")
    if not found:
        raise NoServer(f"{name} is not installed: apt-get install postgresql")
    return found


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a fresh server, which is stopped afterwards; nothing of it survives a crash of the machine."""
    initdb, postgres = program("initdb"), program("postgres")
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    user = {"user": _USER, "group": _USER, "extra_groups": []} if as_root else {}
    name = _USER if as_root else getpass.getuser()
    folder = Path(tempfile.mkdtemp(prefix="evalapp-server-"))
    try:
        if as_root:
            shutil.chown(folder, _USER, _USER)
        data = folder / "data"
        subprocess.run(
            [initdb, "-D", data, "-A", "trust", "-U", name, "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"],
            check=True, capture_output=True, cwd=folder, **user,
        )  # fmt: skip
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        options = [
            "-c",
            "fsync=off",
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            f"unix_socket_directories={folder}",
        ]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [postgres, "-D", data, "-p", str(port), *options], stdout=log, stderr=log, cwd=folder, **user
            )
        try:
            _wait(port, server, folder / "log")
            yield f"postgresql://{name}@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # fast: whoever is connected is sent away
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            psycopg.connect(
                host="127.0.0.1", port=port, user=_name(), dbname="postgres", connect_timeout=2
            ).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


def _name() -> str:
    return _USER if hasattr(os, "geteuid") and os.geteuid() == 0 else getpass.getuser()
