"""What the system refuses, as a clause that fits after "{file} could not be read:"; the system's own words are never shown."""

import errno

from evalapp.base.i18n import _


def system_reason(error: OSError) -> str:
    """Why the system refused, in the language in force; for a rare reason the number under which it can be looked up."""
    match error.errno:
        case errno.ENOENT:
            return _("there is no such file or folder")
        case errno.EACCES | errno.EPERM:
            return _("this account has no permission, or another program has it open")
        case errno.EROFS:
            return _("the drive is write-protected")
        case errno.ENOSPC | errno.EDQUOT:
            return _("the disk is full")
        case errno.EFBIG:
            return _("the drive does not take files of this size")
        case errno.EISDIR:
            return _("it is a folder")
        case errno.ENOTDIR:
            return _("a part of its path is a file, not a folder")
        case errno.EEXIST:
            return _("something with this name is there already")
        case errno.ENAMETOOLONG | errno.EINVAL | errno.EILSEQ:
            return _("the name is too long or holds characters that the system does not allow")
        case errno.EIO | errno.ENXIO | errno.ENODEV:
            return _("the drive reports an error or is no longer connected")
        case errno.EMFILE | errno.ENFILE | errno.ENOMEM:
            return _("too many files or programs are open")
        case errno.EBUSY:
            return _("another program has it open")
        case None:
            return _("the system refused it")
        case number:
            return _("the system refused it (error {number})").format(number=number)
