"""How much of a file is read before it is called unreasonable."""

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep memory and time finite whatever a file holds; sizes in bytes.

    >>> Limits().ratio
    400
    """

    record_bytes: int = 4 * MEBIBYTE
    """Longest row."""
    block_bytes: int = 2 * MEBIBYTE
    """How much is read and parsed at once."""
    unpacked_bytes: int = 64 << 30
    """Most that a gzip or zip file may unpack to."""
    ratio: int = 400
    """Most that one packed byte may unpack to, looked at after `ratio_after` bytes."""
    ratio_after: int = 64 * MEBIBYTE
    workbook_bytes: int = 400 * MEBIBYTE
    """Most that an XLSX file may unpack to: it is the one format read into memory whole."""
    columns: int = 4_000
