"""Gzip bodies put together from a part that changes and a part that was packed beforehand.

A gzip body is a header, deflate blocks, and the CRC and length of all it unpacks to (RFC 1951, 1952).
Blocks of two parts packed apart may follow each other; the CRC of both is linear in that of the first.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
_RAW = -zlib.MAX_WBITS
_BITS = 32
_MODULUS = 1 << 32


def deflate(body: bytes) -> bytes:
    """Pack a body into the last blocks of a stream; done once, so as small as it gets."""
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    return packer.compress(body) + packer.flush()


@dataclass(frozen=True)
class Check:
    """The length and CRC of a packed part, and how its length carries each bit of a CRC before it."""

    length: int
    crc: int
    carried: Sequence[int]

    @classmethod
    def of(cls, body: bytes) -> "Check":
        """Compute the check of a part."""
        zeros = bytes(len(body))
        still = zlib.crc32(zeros)
        return cls(len(body), zlib.crc32(body), [zlib.crc32(zeros, 1 << bit) ^ still for bit in range(_BITS)])

    def after(self, crc: int) -> int:
        """Return the CRC of a part with this CRC, followed by the packed one."""
        total = self.crc
        for bit, moved in enumerate(self.carried):
            if crc >> bit & 1:
                total ^= moved
        return total


def gzip_of(head: bytes, packed: bytes, check: Check) -> bytes:
    """Put a head, packed now, before a part packed beforehand."""
    packer = zlib.compressobj(6, zlib.DEFLATED, _RAW)
    blocks = packer.compress(head) + packer.flush(zlib.Z_SYNC_FLUSH)
    trailer = struct.pack("<II", check.after(zlib.crc32(head)), (len(head) + check.length) % _MODULUS)
    return b"".join((_HEADER, blocks, packed, trailer))
