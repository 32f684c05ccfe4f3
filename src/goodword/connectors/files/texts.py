"""Text columns cleaned whole: no control characters, no blanks around, no words that mean nothing is there."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .arrow import Array, pc
from .scalars import without

Codes = NDArray[np.uint8]

# RE2: control characters but tab and line feed, C1 controls, byte order marks inside text.
_CONTROL = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\u0080-\u009f\ufeff]"
# The backslash comes first: the others bring one in.
_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"))
_NOTHING = pa.array(["", "NULL", "\\N", "NaN", "nan", "<NA>"])
_NOTHING_AT_ALL = pa.array(
    [
        "",
        "NULL",
        "null",
        "\\N",
        "NaN",
        "nan",
        "<NA>",
        "None",
        "none",
        "#N/A",
        "N/A",
        "n/a",
        "NA",
        "nil",
        "Not Rated",
        "not rated",
        "-",
        "--",
    ]
)


def clean_texts(texts: Array, *, prose: bool) -> Array:
    """Return text (string array) trimmed and without control characters; null where nothing is said.

    In prose only unmistakable marks such as NULL count as nothing; elsewhere `none`, `-` or `N/A` do too.

    >>> clean_texts(pa.array([" a\\x00b\\r\\n", "None", "NULL"]), prose=True).to_pylist()
    ['ab', 'None', None]
    """
    codes = _bytes(texts)
    if codes.min(initial=255) < 32 and (codes == 13).any():
        texts = pc.replace_substring(texts, "\r\n", "\n")
        texts = pc.replace_substring(texts, "\r", "\n")
    if _holds_controls(codes):
        texts = pc.replace_substring_regex(texts, _CONTROL, "")
    texts = pc.utf8_trim_whitespace(texts)
    nothing = pc.is_in(texts, value_set=_NOTHING if prose else _NOTHING_AT_ALL)
    return without(texts, nothing) if pc.any(nothing).as_py() else texts


def _holds_controls(codes: Codes) -> bool:
    """Tell whether UTF-8 bytes hold a control character but tab and line feed, or a byte order mark."""
    if codes.min(initial=255) < 32:
        low = codes[codes < 32]
        if ((low != 9) & (low != 10)).any():
            return True
    return (
        bool((codes == 127).any()) or _followed(codes, 0xC2, 0x80, 0x9F) or _followed(codes, 0xEF, 0xBB, 0xBB)
    )


def _followed(codes: Codes, lead: int, low: int, high: int) -> bool:
    leads = np.flatnonzero(codes[:-1] == lead)
    following = codes[leads + 1]
    return bool(((following >= low) & (following <= high)).any())


def holds_byte(texts: Array, character: str) -> bool:
    """Tell whether an ASCII character occurs anywhere in a text column.

    >>> holds_byte(pa.array(["a+b"]), "+"), holds_byte(pa.array([], pa.string()), "+")
    (True, False)
    """
    return bool((_bytes(texts) == ord(character)).any())


def _bytes(texts: Array) -> Codes:
    buffer = texts.buffers()[2]
    if buffer is None or not len(texts):
        return np.empty(0, dtype=np.uint8)
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int32)
    return np.frombuffer(buffer, dtype=np.uint8)[offsets[texts.offset] : offsets[texts.offset + len(texts)]]


def json_escaped(texts: Array) -> Array:
    r"""Return text as it stands between the quotation marks of a JSON string; null stays null.

    >>> json_escaped(pa.array(['say "hi"'])).to_pylist()
    ['say \\"hi\\"']
    """
    codes = _bytes(texts)
    for character, written in _ESCAPES:
        if (codes == ord(character)).any():
            texts = pc.replace_substring(texts, character, written)
    return texts
