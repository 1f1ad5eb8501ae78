"""Amina sends Awa the annex. It is judged by what is in it, handed to the two of them, and gone with its message."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from community.core import clock
from community.core.db import db
from community.core.errors import TooMany
from community.messaging import actions, jobs
from community.messaging.errors import FileGone, FileRefused, FilesAfterAnswer, TooManyFiles
from community.messaging.files import kinds, rows
from community.messaging.files.models import Attachment
from community.messaging.files.taking import take
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.talking import add, do, group_of, request_from, say_with, talk_between
from tests.profiles.test_photo import bomb, picture

Browsers = Callable[..., Browser]
PDF = b"%PDF-1.7\nThe annex, page 14: Kwitonda."


@pytest.fixture
def folder(app: Flask) -> Path:
    folder = Path(app.extensions["settings"].instance_dir) / "attachments"
    for left in folder.glob("*"):
        left.unlink()
    return folder


def archive(*parts: str, first: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        if first:
            packed.writestr("mimetype", f"application/vnd.oasis.opendocument.{first}")
        for part in parts:
            packed.writestr(part, "<x/>")
    return file.getvalue()


def uploaded(
    person: Person, name: str = "annex.pdf", content: bytes = PDF, client_id: str = "annex-0001"
) -> str:
    return take(person.actor, name, io.BytesIO(content), client_id).public_id


def send_form(someone: Browser, talk: str, *files: tuple[bytes, str], body: str = "") -> TestResponse:
    form = {
        "body": body,
        "client_id": "with-files-1",
        "files": [(io.BytesIO(one), name) for one, name in files],
    }
    return someone.post(f"/conversations/{talk}", form, content_type="multipart/form-data")


def addresses(browser: Browser, talk: str) -> list[str]:
    page = browser.page(f"/conversations/{talk}")
    return list(page.xpath("//*[@data-messages]//*[@class='files']//a/@href"))


def count_of(session: Session) -> int | None:
    return session.scalar(select(func.count()).select_from(Attachment))


def test_a_file_sent_by_a_form_is_handed_to_the_other_one_as_an_attachment(
    cast: Cast, browser: Browsers, folder: Path
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    assert send_form(browser(cast.amina), talk, (PDF, "Annex 7 (final).pdf")).status_code == 302
    [address] = addresses(browser(cast.awa), talk)
    answer = browser(cast.awa).get(address)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Annex 7 (final).pdf"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.mimetype == "application/pdf"
    [kept] = folder.iterdir()
    assert "nnex" not in kept.name
    assert (kept.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_whoever_is_not_in_it_does_not_find_the_file(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    number = say_with(cast.amina, talk, "", "amina-annex", uploaded(cast.amina))
    [address] = addresses(browser(cast.amina), talk)
    assert browser(cast.omar).get(address).status_code == 404
    elsewhere = address.replace(talk, talk_between(cast.omar, cast.awa, "Hello"))
    for someone in (cast.omar, cast.awa):  # a conversation of theirs, with a file of another one
        assert browser(someone).get(elsewhere).status_code == 404
    assert browser(cast.awa).get(address.replace(f"/{number}/", "/1/")).status_code == 404
    assert browser().get(address).status_code == 302  # asked to sign in
    assert browser(cast.awa).get(address).status_code == 200  # the premise


def test_who_joined_later_does_not_get_what_was_sent_before(cast: Cast, browser: Browsers) -> None:
    talk = group_of(cast.amina, cast.awa)
    say_with(cast.amina, talk, "", "amina-annex", uploaded(cast.amina))
    [address] = addresses(browser(cast.amina), talk)
    add(cast.amina, talk, cast.omar)
    do(actions.accept_request, cast.omar, talk)
    assert browser(cast.omar).get(f"/conversations/{talk}").status_code == 200
    assert browser(cast.omar).get(address).status_code == 404


def test_a_picture_is_written_anew_and_shown_small(cast: Cast, browser: Browsers, folder: Path) -> None:
    talk = talk_between(cast.amina, cast.awa)
    sent = send_form(browser(cast.amina), talk, (picture(size=(3000, 1000)), "DSC_1.JPG"))
    assert sent.status_code == 302
    awa = browser(cast.awa)
    [image] = awa.page(f"/conversations/{talk}").xpath("//*[@class='files']//img")
    assert (image.get("width"), image.get("height"), image.get("loading")) == ("107", "320", "lazy")
    [address] = addresses(awa, talk)
    for url, longer in ((address, 2048), (image.get("src"), 480)):
        answer = awa.get(url)
        assert b"Camera of a source" not in answer.data
        kept = Image.open(io.BytesIO(answer.data))
        assert (kept.format, kept.size[1], dict(kept.getexif())) == ("WEBP", longer, {})
        assert "attachment" in answer.headers["Content-Disposition"]
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("page.pdf", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("program.exe", b"MZ\x90\x00"),
        ("notes.txt", b"text\0with a program in it"),
        ("latin.txt", "Séance".encode("latin-1")),
        ("empty.txt", b""),
        ("bundle.zip", archive("a.txt")),
        ("letter.docx", archive("a.txt")),
        ("macros.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("table.xlsx", archive("[Content_Types].xml", "word/document.xml")),
        ("basic.odt", archive("Basic/Standard/script-lb.xml", first="text")),
        ("table.ods", archive(first="text")),
        ("broken.docx", b"PK\3\4 and nothing more"),
        ("bomb.png", bomb()),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_not_taken_is_refused_with_the_reason(
    cast: Cast, name: str, content: bytes, folder: Path
) -> None:
    with pytest.raises(FileRefused) as refused:
        uploaded(cast.amina, name, content)
    assert len(str(refused.value.message)) > 15
    assert not list(folder.glob("*"))


@pytest.mark.parametrize(
    ("name", "content", "kept", "media_type"),
    [
        ("../../etc/pass\u202ewd.txt", b"plain", "passwd.txt", "text/plain"),
        ("C:\\papers\\loan table.CSV", "année,总额\n".encode(), "loan table.csv", "text/csv"),
        ("annex", PDF, "annex.pdf", "application/pdf"),
        ("..", PDF, "file.pdf", "application/pdf"),
        ("附件十四.docx", archive("[Content_Types].xml", "word/document.xml"), "附件十四.docx", None),
        ("t.ods", archive("content.xml", first="spreadsheet"), "t.ods", None),
        ("photo.png.exe", picture("PNG"), "photo.png.webp", "image/webp"),
    ],
    ids=["leads elsewhere", "of Windows", "without ending", "without a name", "Chinese", "open", "lies"],
)
def test_the_content_decides_and_the_name_is_made_harmless(
    app: Flask, name: str, content: bytes, kept: str, media_type: str | None
) -> None:
    judged = kinds.judged(name, content)
    assert judged.name == kept
    assert media_type in (None, judged.media_type)


def test_a_refused_form_keeps_the_files_that_had_come(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    amina = browser(cast.amina)
    refused = send_form(amina, talk, (b"MZ", "virus.exe"), (PDF, "annex.pdf"), body="Here.")
    assert refused.status_code == 422
    page = Browser.parsed(refused)
    assert "“virus.exe” cannot be attached." in words(page.xpath("//*[@id='files-error']")[0])
    assert page.xpath("//textarea[@name='body']")[0].text.strip() == "Here."
    [kept] = page.xpath("//input[@name='kept']")
    assert "annex.pdf" in words(kept.getparent())
    again = amina.post(
        f"/conversations/{talk}", {"body": "Here.", "client_id": "with-files-1", "kept": kept.get("value")}
    )
    assert again.status_code == 302
    assert len(addresses(browser(cast.awa), talk)) == 1


def test_the_same_form_sent_twice_is_one_message_with_one_file(
    cast: Cast, browser: Browsers, session: Session, folder: Path
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    for _ in range(3):
        assert send_form(browser(cast.amina), talk, (PDF, "annex.pdf")).status_code == 302
    assert count_of(session) == len(list(folder.iterdir())) == len(addresses(browser(cast.awa), talk)) == 1


def test_an_upload_that_is_tried_again_is_one_file_and_goes_once(
    cast: Cast, browser: Browsers, folder: Path, socket: Callable[[Person], Line]
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    amina = browser(cast.amina)
    headers = {"X-CSRFToken": amina.token, "Accept": "application/json"}

    def upload() -> TestResponse:
        data = {"client_id": "annex-0001", "file": (io.BytesIO(PDF), "annex.pdf")}
        return amina.open("/api/v1/files", method="POST", data=data, headers=headers)

    answers = [upload() for _ in range(3)]
    assert [one.status_code for one in answers] == [201] * 3
    ids = {one.json["id"] for one in answers}
    assert len(ids) == len(list(folder.iterdir())) == 1
    awa, line = socket(cast.awa), socket(cast.amina)
    wish = {"conversation": talk, "body": "", "client_id": "amina-annex", "files": list(ids)}
    sent = [line.ask("message.send", wish) for _ in range(3)]
    assert {one["entries"][0]["sequence"] for one in sent} == {2}
    told = awa.heard("conversation.entry")[0]["entry"]["message"]
    assert [(one["name"], one["kind"], one["size"]) for one in told["files"]] == [
        ("annex.pdf", "pdf", len(PDF))
    ]
    refused = line.ask("message.send", {**wish, "client_id": "another-one"})  # a file goes with one message
    assert (refused["ok"], refused["error"]["code"]) == (False, "file_gone")


def test_nobody_sends_a_file_of_somebody_else(cast: Cast) -> None:
    talk = talk_between(cast.amina, cast.awa)
    with pytest.raises(FileGone):
        say_with(cast.awa, talk, "Mine?", "awa-takes-it", uploaded(cast.amina))
    assert say_with(cast.awa, talk, "Mine.", "awa-has-one", uploaded(cast.awa)) == 2  # the premise


def test_a_message_takes_five_files_and_a_day_so_many_bytes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    ids = [uploaded(cast.amina, client_id=f"annex-000{number}") for number in range(6)]
    with pytest.raises(TooManyFiles):
        say_with(cast.amina, talk, "", "six-files-1", *ids)
    assert say_with(cast.amina, talk, "", "five-files-1", *ids[:5]) == 2
    monkeypatch.setattr(rows, "BYTES_A_DAY_FOR_NEW", 7 * len(PDF))
    uploaded(cast.amina, client_id="the-seventh")
    with pytest.raises(TooMany):
        uploaded(cast.amina, client_id="the-eighth")
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert uploaded(cast.amina, client_id="the-eighth")


def test_a_stranger_sends_no_file_before_an_answer(cast: Cast, browser: Browsers) -> None:
    talk = request_from(cast.amina, cast.awa)
    with pytest.raises(FilesAfterAnswer):
        say_with(cast.amina, talk, "Look.", "amina-annex", uploaded(cast.amina))
    refused = send_form(browser(cast.amina), talk, (PDF, "annex.pdf"), body="Look.")
    assert refused.status_code == FilesAfterAnswer.status
    assert "Files can be sent when the other one has answered." in refused.text
    do(actions.accept_request, cast.awa, talk)
    assert say_with(cast.amina, talk, "Look.", "amina-annex", uploaded(cast.amina)) == 2


@pytest.mark.parametrize("how", ["deleted", "disappeared"])
def test_it_goes_with_its_message(
    cast: Cast, browser: Browsers, session: Session, follow: Callable[[], None], folder: Path, how: str
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    do(actions.set_expiry, cast.awa, talk, 1)
    number = say_with(cast.amina, talk, "Read and forget.", "amina-annex", uploaded(cast.amina))
    [address] = addresses(browser(cast.awa), talk)
    assert browser(cast.awa).get(address).headers["Cache-Control"] == "private, no-store"
    with clock.at(clock.now() + timedelta(days=1 if how == "disappeared" else 0, seconds=1)):
        if how == "deleted":
            do(actions.delete_message, cast.amina, talk, number)
        assert browser(cast.awa).get(address).status_code == 404  # at once
        jobs.remove_expired()
        follow()
    assert count_of(session) == 0
    assert not list(folder.iterdir())


def test_what_is_never_sent_is_forgotten_and_what_was_left_behind_is_swept(
    cast: Cast, follow: Callable[[], None], folder: Path
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    say_with(cast.amina, talk, "", "amina-annex", uploaded(cast.amina))
    uploaded(cast.amina, client_id="never-sent")
    jobs.forget_unsent_files()
    follow()
    assert len(list(folder.iterdir())) == 2  # it may still be sent
    with clock.at(clock.now() + timedelta(hours=37)):
        jobs.forget_unsent_files()
        follow()
    [kept] = folder.iterdir()
    left = folder / "abcdefghijklmnopqrstuv"
    left.write_bytes(b"of a process that was cut off")
    jobs.forget_unsent_files()
    assert left.exists()  # its row may be on its way
    for one in (left, kept):
        before = one.stat().st_mtime - 4_000
        os.utime(one, (before, before))
    jobs.forget_unsent_files()
    assert list(folder.iterdir()) == [kept]


def test_somebody_takes_back_only_their_own_upload(
    cast: Cast, browser: Browsers, follow: Callable[[], None], folder: Path
) -> None:
    address = f"/api/v1/files/{uploaded(cast.amina)}"
    assert browser(cast.awa).json("DELETE", address).status_code == 204  # says nothing, does nothing
    follow()
    assert len(list(folder.iterdir())) == 1
    assert browser(cast.amina).json("DELETE", address).status_code == 204
    follow()
    assert not list(folder.iterdir())
    assert count_of(db.session()) == 0
