"""Frames that are read without the library: torn anywhere, many at once, and whatever is left to the library."""

from __future__ import annotations

import struct

import pytest

from community.core.socket_frames import PlainTexts, frame

MOST = 60_000
TEXTS = ["", "2", "消息 رسالة", "x" * 125, "y" * 126, "z" * 4096, "é" * 30_000]
MASK = b"\x01\xfe\x80\x7f"


def masked(data: bytes, first: int = 0x81, mask: bytes = MASK) -> bytes:
    """A frame as a client sends it, byte for byte as RFC 6455 has it."""
    size = len(data)
    head = (
        struct.pack("!BB", first, 0x80 | size)
        if size < 126
        else struct.pack("!BBH", first, 0x80 | 126, size)
        if size < 65536
        else struct.pack("!BBQ", first, 0x80 | 127, size)
    )
    return head + mask + bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))


@pytest.mark.parametrize("step", [1, 2, 3, 7, 4096, 10**6])
def test_texts_are_read_whole_and_in_order_however_they_are_torn(step: int) -> None:
    plain, heard = PlainTexts(MOST), list[str]()
    texts = TEXTS[:-1] if step < 7 else TEXTS
    data = b"".join(masked(text.encode()) for text in texts)
    assert not any(plain.read(data[place : place + step], heard) for place in range(0, len(data), step))
    assert heard == texts


OTHER = {
    "in parts": masked(b"begins", first=0x01),
    "the rest of nothing": masked(b"ends", first=0x80),
    "binary": masked(b"\0\1", first=0x82),
    "a ping": masked(b"", first=0x89),
    "a pong": masked(b"", first=0x8A),
    "a goodbye": masked(b"\x03\xe8", first=0x88),
    "compressed": masked(b"\xcaH\x05\0", first=0xC1),
    "not masked": frame("open text"),
    "too large": masked(b"x" * (MOST + 1)),
    "very large": masked(b"x" * 65_536),
    "a length that is longer than it need be": b"\x81\xfe\0\x02" + MASK + b"ab",
    "no UTF-8": masked(b"\xff\xfe"),
    "half a letter": masked("é".encode()[:1]),
}


@pytest.mark.parametrize("step", [1, 5, 10**6])
@pytest.mark.parametrize("other", OTHER.values(), ids=list(OTHER))
def test_anything_else_and_all_after_it_is_left_to_the_library(other: bytes, step: int) -> None:
    plain, heard = PlainTexts(MOST), list[str]()
    before, after = masked(b"before"), masked(b"after")
    data = before + other + after
    left = b"".join(plain.read(data[place : place + step], heard) for place in range(0, len(data), step))
    assert (heard, left) == (["before"], other + after)


def test_of_a_frame_too_large_nothing_is_kept() -> None:
    plain, heard = PlainTexts(MOST), list[str]()
    head = masked(b"x" * 65_536)[:100]
    assert plain.read(head, heard) == head


@pytest.mark.parametrize("size", [0, 125, 126, 65535, 65536])
def test_a_frame_says_its_length(size: int) -> None:
    data = frame("x" * size)
    short = data[1]
    told = (
        int.from_bytes(data[2:4]) if short == 126 else int.from_bytes(data[2:10]) if short == 127 else short
    )
    assert (data[0], told, data[-size:] if size else b"") == (0x81, size, b"x" * size)
