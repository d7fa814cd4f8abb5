"""Zip archives that came from outside: looked at from the front, unpacked in memory, never beyond the limits."""

from __future__ import annotations

import io
import zipfile
import zlib

from roster.spreadsheets import limits
from roster.spreadsheets.faults import Fault
from roster.words import Sentence

_NO_ARCHIVE = Sentence(
    de="die Datei ist beschädigt oder kein .zip oder .xlsx", en="the file is damaged or no .zip or .xlsx"
)
_LOCKED = Sentence(
    de="die Datei ist mit einem Passwort geschützt; bitte ohne speichern",
    en="the file is protected by a password; please save it without",
)
_NESTED = Sentence(de="ein Archiv im Archiv wird nicht gelesen", en="an archive within the archive is not read")
_ARCHIVE_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")


def open_archive(file: str, content: bytes) -> zipfile.ZipFile | Fault:
    """The archive with its list of parts checked, nothing unpacked yet. Raises TooLarge by what the list claims."""
    limits.check_file_bytes(file, len(content))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return Fault(file, None, None, None, _NO_ARCHIVE)
    limits.check_parts(file, len(archive.infolist()))
    limits.check_unpacked_bytes(file, sum(part.file_size for part in archive.infolist()))
    if any(part.flag_bits & 1 for part in archive.infolist()):
        return Fault(file, None, None, None, _LOCKED)
    return archive


def read_part(file: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes | Fault:
    """One part, unpacked. A part that lies about its size is refused at the limit, whatever it would become."""
    try:
        with archive.open(part) as stream:
            content = stream.read(limits.UNPACKED_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return Fault(f"{file} › {part.filename}", None, None, None, _NO_ARCHIVE)
    limits.check_unpacked_bytes(file, len(content))
    if content.startswith(_ARCHIVE_STARTS):
        return Fault(f"{file} › {part.filename}", None, None, None, _NESTED)
    return content
