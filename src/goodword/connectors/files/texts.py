"""Text columns cleaned whole: no control characters, no blanks around, no words that mean nothing is there."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# RE2: control characters but tab and line feed, C1 controls, byte order marks inside text.
_CONTROL = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\u0080-\u009f\ufeff]"
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
        "-",
        "--",
    ]
)


def clean_texts(texts: pa.Array, *, prose: bool) -> pa.Array:
    """Return text (string array) trimmed and without control characters; null where nothing is said.

    In prose only unmistakable marks such as NULL count as nothing; elsewhere `none`, `-` or `N/A` do too.

    >>> clean_texts(pa.array([" a\\x00b\\r\\n", "None", "NULL"]), prose=True).to_pylist()
    ['ab', 'None', None]
    """
    if _may_hold_controls(texts):
        texts = pc.replace_substring(texts, "\r\n", "\n")
        texts = pc.replace_substring_regex(texts, "\r", "\n")
        texts = pc.replace_substring_regex(texts, _CONTROL, "")
    texts = pc.utf8_trim_whitespace(texts)
    nothing = pc.is_in(texts, value_set=_NOTHING if prose else _NOTHING_AT_ALL)
    return pc.if_else(nothing, None, texts) if pc.any(nothing).as_py() else texts


def _may_hold_controls(texts: pa.Array) -> bool:
    codes = _bytes(texts)
    if not len(codes):
        return False
    return bool(codes.min() < 32 or (codes == 127).any() or (codes == 0xC2).any() or (codes == 0xEF).any())


def _bytes(texts: pa.Array) -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    buffer = texts.buffers()[2]
    if buffer is None or not len(texts):
        return np.empty(0, dtype=np.uint8)
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int32)
    return np.frombuffer(buffer, dtype=np.uint8)[offsets[texts.offset] : offsets[texts.offset + len(texts)]]


def json_strings(texts: pa.Array) -> pa.Array:
    """Return text as JSON strings, quotation marks included; null stays null.

    >>> json_strings(pa.array(['say "hi"\\n'])).to_pylist()
    ['"say \\\\"hi\\\\"\\\\n"']
    """
    codes = _bytes(texts)
    if (codes == 92).any():
        texts = pc.replace_substring(texts, "\\", "\\\\")
    if (codes == 34).any():
        texts = pc.replace_substring(texts, '"', '\\"')
    if len(codes) and codes.min() < 32:
        for character, written in (("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
            texts = pc.replace_substring(texts, character, written)
    return pc.binary_join_element_wise('"', texts, '"', "")
