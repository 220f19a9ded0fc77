"""Why the system refuses a file, in the words of the program: its own are English everywhere."""

from __future__ import annotations

import errno

from suzhou_assess.domain.text import Text
from suzhou_assess.words.catalog import Words

_KNOWN = {
    getattr(errno, name): name.lower()
    for name in (
        "EACCES",
        "EBUSY",
        "EDQUOT",
        "EEXIST",
        "EFBIG",
        "EIO",
        "EISDIR",
        "ELOOP",
        "EMFILE",
        "ENAMETOOLONG",
        "ENFILE",
        "ENODEV",
        "ENOENT",
        "ENOSPC",
        "ENOTDIR",
        "ENOTEMPTY",
        "EPERM",
        "EROFS",
        "ESTALE",
        "ETIMEDOUT",
        "ETXTBSY",
    )
    if hasattr(errno, name)
}


def reason_of(error: OSError | ValueError) -> Text:
    """The reason in both languages; the system's own words for one that is rare."""
    name = _KNOWN.get(error.errno or 0) if isinstance(error, OSError) else None
    if name is None:
        said = (error.strerror if isinstance(error, OSError) else None) or str(error)
        return Text(said, said)
    return Text(*(Words(lang).say(f"system.{name}") for lang in ("zh", "en")))
