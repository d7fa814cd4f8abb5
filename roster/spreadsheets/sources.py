"""Where sheets come from: a folder of CSV files, one CSV file, one .xlsx with a sheet each, one .zip of CSV files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from roster.errors import NotFound
from roster.spreadsheets import limits
from roster.spreadsheets.archives import open_archive, read_part
from roster.spreadsheets.faults import Fault
from roster.spreadsheets.sheets import Sheet, sheet_from_csv
from roster.spreadsheets.workbooks import sheets_from_workbook
from roster.words import Sentence

_UNKNOWN_FORM = Sentence(
    de="eine Datei mit der Endung .csv, .xlsx oder .zip", en="a file whose name ends in .csv, .xlsx or .zip"
)
_NO_SUCH = Sentence(
    de="{path} gibt es nicht. Bitte einen Ordner mit CSV-Dateien, eine .xlsx oder eine .zip angeben.",
    en="{path} does not exist. Please name a folder of CSV files, an .xlsx or a .zip.",
)
_NO_TABLES = Sentence(de="hier liegt keine Tabelle (.csv)", en="there is no table (.csv) here")


def sheets_from(source: Path | tuple[str, bytes]) -> Iterator[Sheet | Fault]:
    """All sheets of a source, and what cannot be read. Raises NotFound for a missing path, TooLarge past the limits."""
    if isinstance(source, tuple):
        yield from _sheets_from_file(*source)
    elif source.is_dir():
        yield from _sheets_from_folder(source)
    elif source.is_file():
        limits.check_file_bytes(source.name, source.stat().st_size)
        yield from _sheets_from_file(source.name, source.read_bytes())
    else:
        raise NotFound(_NO_SUCH, path=str(source))


def _sheets_from_folder(folder: Path) -> Iterator[Sheet | Fault]:
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv" and path.is_file())
    limits.check_parts(folder.name, len(paths))
    for path in paths:
        limits.check_file_bytes(path.name, path.stat().st_size)
    limits.check_unpacked_bytes(folder.name, sum(path.stat().st_size for path in paths))
    yield from _or_nothing(folder.name, (sheet_from_csv(path.name, path.read_bytes()) for path in paths))


def _sheets_from_file(name: str, content: bytes) -> Iterator[Sheet | Fault]:
    limits.check_file_bytes(name, len(content))
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".csv":
        yield sheet_from_csv(name, content)
    elif suffix == ".xlsx":
        yield from _or_nothing(name, sheets_from_workbook(name, content))
    elif suffix == ".zip":
        yield from _or_nothing(name, _sheets_from_archive(name, content))
    else:
        yield Fault(name, None, None, name, _UNKNOWN_FORM)


def _sheets_from_archive(name: str, content: bytes) -> Iterator[Sheet | Fault]:
    archive = open_archive(name, content)
    if isinstance(archive, Fault):
        yield archive
        return
    with archive:
        for part in archive.infolist():
            path = PurePosixPath(part.filename)
            # What macOS and people add besides: folders, hidden copies, a README.
            if (
                part.is_dir()
                or path.name.startswith(".")
                or "__MACOSX" in path.parts
                or path.suffix.lower() in (".md", ".txt")
            ):
                continue
            unpacked = read_part(name, archive, part)
            if isinstance(unpacked, Fault):
                yield unpacked
            elif path.suffix.lower() != ".csv":
                yield Fault(f"{name} › {path.name}", None, None, path.name, _UNKNOWN_FORM)
            else:
                yield sheet_from_csv(path.name, unpacked)


def _or_nothing(name: str, sheets: Iterable[Sheet | Fault]) -> Iterator[Sheet | Fault]:
    """The same, or one fault if there are none at all."""
    empty = True
    for sheet in sheets:
        empty = False
        yield sheet
    if empty:
        yield Fault(name, None, None, None, _NO_TABLES)
