"""The ZIP that a workbook is: what a file is at all, and its parts within bounds. Nothing is run or unpacked to disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from lxml import etree

from evalapp.base.i18n import _

MAX_PART = 64 * 1024 * 1024
"""Bytes of one part when unpacked: some twenty times what 5,000 items need."""
MAX_PARTS = 2_000

# What zipfile and lxml raise at bytes that are no longer what they were.
_BROKEN = (
    etree.XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class WorkbookRefused(ValueError):
    """A file that is not taken as a workbook; the message is a clause that fits after "cannot be read as a workbook:"."""


class Package:
    """An opened workbook file; its parts are read as streams of XML elements."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._sizes = {info.filename.lower(): info for info in archive.infolist()}

    def has(self, name: str) -> bool:
        """Whether the part is there; case does not matter, as in the standard."""
        return name.lower() in self._sizes

    def elements(self, name: str, *tags: str) -> Iterator[Any]:
        """The elements of part ``name`` with one of these local names, each whole; freed after use.

        Raises WorkbookRefused for a part that is missing, too large, or no XML.
        """
        with self._opened(name) as stream:
            found = etree.iterparse(
                stream,
                events=("end",),
                tag=[f"{{*}}{tag}" for tag in tags],
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            )
            try:
                for _event, element in found:
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
            except _BROKEN as damaged:
                raise WorkbookRefused(damage()) from damaged

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        info = self._sizes.get(name.lower())
        if info is None:
            raise WorkbookRefused(damage())
        if info.file_size > MAX_PART:
            raise WorkbookRefused(
                _(
                    "one of its sheets is larger than {limit} MB; copy the cells in use to a fresh workbook"
                ).format(limit=MAX_PART // 1024 // 1024)
            )
        try:
            stream = self._archive.open(info)
        except _BROKEN as damaged:
            raise WorkbookRefused(damage()) from damaged
        with stream:
            yield stream


def open_package(data: bytes) -> Package:
    """The workbook in ``data``. Raises WorkbookRefused with what the file is instead."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise WorkbookRefused(
                _("it is protected by a password; save a copy without one (File, Info, Protect Workbook)")
            )
        raise WorkbookRefused(_("it is in the old format .xls or .et; save it as “Excel Workbook (*.xlsx)”"))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as damaged:
        raise WorkbookRefused(damage()) from damaged
    infos = archive.infolist()
    names = {info.filename.lower() for info in infos}
    if len(infos) > MAX_PARTS or len(names) < len(infos) or any(info.flag_bits & 1 for info in infos):
        raise WorkbookRefused(damage())
    if "content.xml" in names and "mimetype" in names:
        raise WorkbookRefused(_("it is an OpenDocument file; save it as “Excel 2007–365 (*.xlsx)”"))
    package = Package(archive)
    if not package.has("[Content_Types].xml"):
        raise WorkbookRefused(_("it is a ZIP file, but no workbook; choose the .xlsx file itself"))
    _refuse_others(package, names)
    return package


def _refuse_others(package: Package, names: set[str]) -> None:
    """Macros, templates and other documents say in their content types what they are."""
    types = {
        element.get("ContentType", "")
        for element in package.elements("[Content_Types].xml", "Override", "Default")
    }
    if any("sheet.binary" in kind for kind in types):
        raise WorkbookRefused(_("it is in the format .xlsb; save it as “Excel Workbook (*.xlsx)”"))
    if any("macroenabled" in kind.lower() for kind in types) or any("vbaproject" in name for name in names):
        raise WorkbookRefused(
            _("it holds macros, which are never run; save it as “Excel Workbook (*.xlsx)”, without macros")
        )
    if not any("spreadsheetml" in kind for kind in types):
        raise WorkbookRefused(_("it is an Office document, but no workbook; choose an .xlsx file"))


def damage() -> str:
    """What is said of a file that breaks the rules of its format."""
    return _("the file is damaged; open it in Excel or WPS and save it again, or fetch it anew")
