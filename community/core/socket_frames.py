"""The frames of a WebSocket (RFC 6455) as they nearly always are: a message in one, written and read without ceremony.

Whatever else a client may send (a message in parts, binary, a ping, a goodbye, too much, no UTF-8, nonsense) is left to
the library, and so is all that comes after it on that line.
"""

from __future__ import annotations

import struct
import sys

from wsproto.frame_protocol import XorMaskerSimple

_TEXT, _BINARY = 0x81, 0x82
_MASKED, _MASK_BYTES = 0x80, 4
_SHORTEST_BYTES = 2 + _MASK_BYTES
_TWO_BYTES, _EIGHT_BYTES = 126, 127
"""What stands in place of a short length when the length follows."""


def frame(message: str | bytes) -> bytes:
    """A message as a server sends it: one frame, not masked, not compressed (RFC 7692 leaves that to each message)."""
    kind, data = (_BINARY, message) if isinstance(message, bytes) else (_TEXT, message.encode())
    if len(data) < _TWO_BYTES:
        return bytes((kind, len(data))) + data
    if len(data) < 65536:
        return struct.pack("!BBH", kind, _TWO_BYTES, len(data)) + data
    return struct.pack("!BBQ", kind, _EIGHT_BYTES, len(data)) + data


class PlainTexts:
    """Reads the messages of one client while each is masked text in one frame, of at most so many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._torn = b""
        """The beginning of a frame whose end has not come."""
        self._are_over = False

    def read(self, data: bytes, messages: list[str]) -> bytes:
        """Adds the messages that are whole. Returns what is the library's to read: most often nothing."""
        if self._are_over:
            return data
        data, self._torn = self._torn + data, b""
        place = 0
        while place < len(data):
            start, stop = _text_at(data, place)
            if stop - start > self._most_bytes:
                break
            if stop > len(data):
                self._torn = data[place:]
                return b""
            masker = XorMaskerSimple(data[start - _MASK_BYTES : start])
            try:
                messages.append(masker.process(bytearray(data[start:stop])).decode())
            except UnicodeDecodeError:
                break
            place = stop
        self._are_over = place < len(data)
        return data[place:]


def _text_at(data: bytes, place: int) -> tuple[int, int]:
    """Where the text of the frame starts and stops that begins at `place`: behind the end of the data when not all of
    it is there, and without an end when it is something else."""
    if data[place] != _TEXT:
        return place, sys.maxsize
    if len(data) < place + _SHORTEST_BYTES:
        return place, len(data) + 1
    length, start = data[place + 1] - _MASKED, place + 2 + _MASK_BYTES
    if length == _TWO_BYTES:
        length, start = int.from_bytes(data[place + 2 : place + 4]), start + 2
        if length < _TWO_BYTES:
            return place, sys.maxsize
    elif length < 0 or length == _EIGHT_BYTES:  # not masked, or very large
        return place, sys.maxsize
    return start, start + length
