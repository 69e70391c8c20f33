"""What the system refuses is said in the user's language, never in the system's own words."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.files import read_bytes
from evalapp.base.trouble import system_reason

KNOWN = (
    errno.ENOENT, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EISDIR, errno.ENOTDIR, errno.EEXIST,
    errno.ENAMETOOLONG, errno.EIO, errno.EMFILE, errno.EBUSY,
)  # fmt: skip


@pytest.mark.parametrize("number", [*KNOWN, errno.ELOOP], ids=os.strerror)
def test_a_reason_is_a_clause_of_our_own(number: int) -> None:
    said = system_reason(OSError(number, os.strerror(number)))
    assert said and os.strerror(number).casefold() not in said.casefold()
    assert not said.endswith(".")


def test_a_rare_reason_keeps_its_number() -> None:
    assert str(errno.ELOOP) in system_reason(OSError(errno.ELOOP, "loop"))
    assert system_reason(OSError("nothing is known")) == "the system refused it"


def test_in_chinese(tmp_path: Path, language: Callable[[str], None]) -> None:
    language("zh_CN")
    with pytest.raises(AppError) as caught:
        read_bytes(tmp_path / "没有.csv", 10)
    assert "没有这个文件或文件夹" in str(caught.value)
    assert system_reason(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"
