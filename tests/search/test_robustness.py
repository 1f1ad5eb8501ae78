"""Hostile words, damaged files, killed writers."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.search.analysis import simplified, text_tokens
from community.search.engine import Engine, Query
from community.search.names import name_aliases, name_tokens
from community.search.parsing import MAXIMUM_CLAUSES, one_edit_away, parse
from community.search.upkeep import keep_true
from community.search.whoosh import WhooshEngine
from tests.search.cast import ids, person
from tests.search.test_engines import AMINA, KWAME, ZHANG, Listing

HOSTILE = [
    "word " * 2_000,
    "a" * 10_000,
    "张" * 10_000,
    "x'-" * 3_333,
    '"' * 9_999,
    '"unbalanced quote',
    "“" * 50 + "」«",
    "\x00\x01\x02\x7f port\x00",
    "\u202eport\u202c \u2066\u200f",
    "\ud800 port",
    "a\u0301" * 5_000,
    "' OR 1=1; -- & | ! <-> :* () \\",
    "كلمة" * 2_000,
    "e\u200d" * 5_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_raises_or_takes_long(engine: Engine, text: str) -> None:
    engine.rebuild([AMINA, KWAME, ZHANG])
    engine.search(Query("中国在非洲的铁路", "public"))  # loads the dictionary, which is not what is timed
    started = time.perf_counter()
    engine.search(Query(text, "public", {"kind": frozenset([text])}, facets=("kind", text)))
    engine.search(Query(text, "public", typing=True))
    engine.suggest(text, "public")
    assert time.perf_counter() - started < 3


@pytest.mark.slow
def test_every_naughty_string_can_be_asked_for_and_be_a_profile(engine: Engine, shared_data: Path) -> None:
    strings = json.loads((shared_data / "security" / "blns.json").read_text(encoding="utf-8"))
    engine.rebuild(
        person(n, text, headline=text, biography=text, passages=(text,), facets={"kind": (text,)})
        for n, text in enumerate(strings)
    )
    assert engine.search(Query("", "public")).total == len(strings)
    every = strings if isinstance(engine, WhooshEngine) else strings[::10]
    for text in every:
        results = engine.search(Query(text, "public", page_size=3))
        for match in (match for hit in results.hits for match in hit.matched):
            assert all(0 <= start < end <= len(match.text) for start, end in match.highlights)
        engine.search(Query("", "public", {"kind": frozenset([text])}))


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_analysed_within_bounds(text: str) -> None:
    for token in text_tokens(text):
        assert token.text
        assert 0 <= token.start < token.end <= len(text)
    assert all(token.text for token in name_tokens(text))
    assert all(name_aliases(text))
    assert len(parse(text, typing=True).clauses) <= MAXIMUM_CLAUSES
    assert len(simplified(text)) == len(text)


@settings(max_examples=60, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=24), st.data())
def test_every_swap_of_neighbours_and_loss_of_a_letter_is_an_edit_away(
    word: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert swapped == word or swapped in one_edit_away(word)
    assert word in one_edit_away(word[:at] + word[at + 1 :]) or len(word) == 4


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(codec="utf-8", categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1, max_size=20))
def test_what_was_put_is_found_by_its_own_words(word: str) -> None:
    # A folder for each example: hypothesis seeds `random`, from which Whoosh takes the names of its files.
    with TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder))
        engine.rebuild([])
        engine.put([person(1, "Somebody", biography=word)])
        assert not parse(word).clauses or ids(engine, word) == [1]


# --- the folder of the Whoosh engine ---


def test_the_folder_is_private(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild([AMINA])
    assert {
        path.stat().st_mode & 0o777 for path in (tmp_path / "index", *(tmp_path / "index").glob("index-*"))
    } == {0o700}


# Whoosh leaves files open where it fails to read them.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("harm", ["empty", "garbage", "cut", "gone"])
@pytest.mark.parametrize("files", ["*.toc", "*.seg", "current"])
def test_a_damaged_index_is_noticed_and_built_again(tmp_path: Path, files: str, harm: str) -> None:
    WhooshEngine(tmp_path).rebuild([AMINA, KWAME, ZHANG])
    for path in (file for pattern in (files, f"*/{files}") for file in tmp_path.glob(pattern)):
        content = path.read_bytes()
        if harm == "gone":
            path.unlink()
        else:
            path.write_bytes(
                {"empty": b"", "garbage": os.urandom(len(content)), "cut": content[: len(content) // 2]}[harm]
            )
    engine = WhooshEngine(tmp_path)
    results = engine.search(Query("port", "public", facets=("kind",)))
    if results.hits:  # What was damaged is not what this search reads.
        return
    assert results.rebuilding
    assert not engine.is_ready()
    assert keep_true(engine, Listing(AMINA, KWAME, ZHANG)).rebuilt
    assert ids(engine, "port") == [1, 2]


def test_an_index_of_an_older_layout_is_built_again(tmp_path: Path) -> None:
    WhooshEngine(tmp_path).rebuild([AMINA])
    (tmp_path / "current").write_text("index-0-of-old-times")
    engine = WhooshEngine(tmp_path)
    assert not engine.is_ready()
    keep_true(engine, Listing(AMINA))
    assert ids(engine, "Amina") == [1]
    assert len(list(tmp_path.glob("index-*"))) == 1


@pytest.mark.slow
def test_another_process_sees_what_was_written(tmp_path: Path) -> None:
    writer, reader = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    writer.rebuild([AMINA])
    deadline = time.monotonic() + 1
    while not ids(reader, "Amina") and time.monotonic() < deadline:
        pass
    assert ids(reader, "Amina") == [1]


WRITER = """
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from community.search.whoosh import WhooshEngine
from tests.search.cast import person
engine = WhooshEngine(Path(sys.argv[1]))
for version in range(1000, 100_000):
    engine.put([person(version % 7, "Writer", headline=f"version {version}", version=version)])
    print(version, flush=True)
"""


@pytest.mark.slow
def test_a_writer_killed_in_the_middle_of_commits_leaves_an_index_that_can_be_mended(tmp_path: Path) -> None:
    listed = Listing(AMINA, KWAME, ZHANG)
    WhooshEngine(tmp_path).rebuild(listed.documents())
    for round_number in range(2):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout
        acknowledged = [int(writer.stdout.readline()) for _ in range(4 + round_number)][-1]
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        engine = WhooshEngine(tmp_path)
        assert engine.is_ready()
        assert engine.as_of() >= acknowledged  # What was acknowledged is there.
        keep_true(engine, listed)
        assert engine.ids_and_versions() == listed.ids_and_versions()
        assert ids(engine, "port") == [1, 2]
