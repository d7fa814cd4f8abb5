"""Uploaded spreadsheets wait an hour for their import, for nobody else's eyes, and are gone after it."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Timer

import pytest

from roster.errors import Gone
from tests.web.school import Service, config
from web import create_app
from web.uploads import LIFE_SECONDS, Uploads

ANNA, BELA = 1, 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the uploads of a test lie."""
    return tmp_path / "uploads"


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch) -> list[Timer]:
    """The timers that are started; none of them really runs."""
    found: list[Timer] = []

    def start(timer: Timer) -> None:
        found.append(timer)

    monkeypatch.setattr("web.uploads.Timer.start", start)
    return found


def grow_old(folder: Path) -> None:
    """Let everything in the folder lie there for longer than an hour."""
    for path in folder.iterdir():
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - LIFE_SECONDS - 60))


def test_an_upload_is_taken_by_whoever_brought_it_and_nobody_else(folder: Path) -> None:
    uploads = Uploads(folder)
    token = uploads.keep(ANNA, "people.csv", b"key")
    with pytest.raises(Gone):
        uploads.take(BELA, token)
    assert uploads.take(ANNA, token) == ("people.csv", b"key")


def test_nobody_else_on_the_machine_may_look_into_the_folder(folder: Path) -> None:
    Uploads(folder).keep(ANNA, "people.csv", b"key")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_may_look_into_takes_no_uploads(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o755)
    with pytest.raises(PermissionError, match="please delete it"):
        Uploads(folder).keep(ANNA, "people.csv", b"key")
    assert list(folder.iterdir()) == []


def test_a_link_to_another_folder_is_not_swept(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir(mode=0o700)
    (tmp_path / "mine" / "letter").write_text("Dear")
    grow_old(tmp_path / "mine")
    folder.symlink_to(tmp_path / "mine")
    Uploads(folder)
    assert (tmp_path / "mine" / "letter").exists()


def test_an_upload_is_deleted_after_an_hour_by_the_next_import_of_anybody(folder: Path) -> None:
    uploads = Uploads(folder)
    token = uploads.keep(ANNA, "people.csv", b"key")
    grow_old(folder)
    with pytest.raises(Gone):
        uploads.take(ANNA, token)
    assert list(folder.iterdir()) == []


def test_what_a_killed_service_left_goes_when_one_starts(
    monkeypatch: pytest.MonkeyPatch, north: Service, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = Uploads(tmp_path / f"roster-uploads-{os.getuid()}")
    left.keep(ANNA, "people.csv", b"key")
    grow_old(left.folder)
    create_app(config("sqlite:///unused"), store=north.store)
    assert list(left.folder.iterdir()) == []


def test_an_upload_is_deleted_after_an_hour_if_nobody_comes(timers: list[Timer], folder: Path) -> None:
    Uploads(folder).keep(ANNA, "people.csv", b"key")
    (waits,) = timers
    assert LIFE_SECONDS / 2 < waits.interval < LIFE_SECONDS * 2
    grow_old(folder)
    waits.function()
    assert list(folder.iterdir()) == []


def test_the_timer_comes_back_for_those_that_were_brought_later(timers: list[Timer], folder: Path) -> None:
    uploads = Uploads(folder)
    uploads.keep(ANNA, "people.csv", b"key")
    grow_old(folder)
    uploads.keep(BELA, "sites.csv", b"key")
    assert len(list(folder.iterdir())) == 2  # the file and its note
    assert [one.finished.is_set() for one in timers] == [True, False]


def test_what_a_service_still_has_goes_with_it(folder: Path) -> None:
    uploads = Uploads(folder)
    uploads.keep(ANNA, "people.csv", b"key")
    uploads.end()
    assert list(folder.iterdir()) == []
