"""An acknowledgement is sent after the commit has reached the disk, and not before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hammering.disk import CannotWatch, Watched, family, read, watching
from tests.hammering.talkers import make_talkers
from tests.hammering.wire import Wire
from tests.serving import RunningServer

MESSAGES = 20


@pytest.mark.slow
def test_each_acknowledgement_follows_a_sync_of_the_database(tmp_path: Path) -> None:
    talker = make_talkers(tmp_path / "instance", 2, {})[0]
    log = tmp_path / "watched"
    with RunningServer(tmp_path / "instance", empty=True) as server:
        assert server.process is not None
        wire = Wire(server.url, talker.cookie)
        try:
            with watching(family(server.process.pid), log):
                for number in range(MESSAGES):
                    wire.ask(
                        "message.send",
                        conversation=talker.conversation,
                        body="Kept?",
                        client_id=f"message-{number}",
                    )
        except CannotWatch as reason:
            pytest.skip(str(reason))
        finally:
            wire.cut()
    watched = read(log, "community.sqlite-wal")
    assert watched.acknowledgements == MESSAGES
    assert watched.syncs >= MESSAGES
    assert watched.before_the_disk == 0


SYNC, ACK = "7 fdatasync(4</i/db-wal>) = 0", r'8 sendto(9<tcp>, "\201~\1\0431[{\"ok\":true,"..., 99) = 99'


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([SYNC, ACK, SYNC, ACK], Watched(2, 2, 0)),
        ([SYNC, ACK, ACK, SYNC], Watched(2, 2, 1)),
        (
            ["7 fdatasync(4</i/db-wal> <unfinished ...>", ACK, "7 <... fdatasync resumed>) = 0"],
            Watched(1, 1, 1),
        ),
        (["7 fdatasync(4</i/jobs-wal>) = 0", ACK], Watched(1, 0, 1)),
    ],
    ids=["each after its own", "the second too early", "before it was finished", "of another file"],
)
def test_what_was_watched_is_read_in_order(tmp_path: Path, lines: list[str], expected: Watched) -> None:
    log = tmp_path / "watched"
    log.write_text("\n".join(lines))
    assert read(log, "db-wal") == expected
