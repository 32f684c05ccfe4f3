"""How a model is kept: one file of plain arrays under a described header, whole or refused.

Layout: eight bytes that say what it is, the length of the header (uint64), the header (JSON), the arrays, and at
the end the BLAKE2b-256 of everything before. Nothing in it is ever executed.
"""

import contextlib
import json
import os
import struct
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from goodword.core.errors import InputError

_MAGIC = b"GOODWORD"
_FORMAT = 1
_LARGEST = 512 * 1024 * 1024
_DIGEST = 32
_DTYPES = ("float16", "float32", "float64", "uint32", "int64")

Arrays = dict[str, NDArray[Any]]


class ModelFileError(InputError):
    """A model's file cannot be used: it is not one, is damaged, or was made by another version."""


def write(path: Path, description: dict[str, Any], arrays: Arrays) -> None:
    """Write a model whole or not at all: beside its place first, then moved there."""
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with beside.open("wb") as file:
            file.write(packed(description, arrays))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()


def packed(description: dict[str, Any], arrays: Arrays) -> bytes:
    """Return the bytes of a model's file; the same model gives the same bytes."""
    listed, parts, at = [], [], 0
    for name, array in sorted(arrays.items()):
        data = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()
        listed.append([name, array.dtype.name, list(array.shape), at])
        parts.append(data)
        at += len(data)
    header = json.dumps(
        {"format": _FORMAT, "arrays": listed, "model": description}, sort_keys=True, separators=(",", ":")
    ).encode()
    whole = b"".join([_MAGIC, struct.pack("<Q", len(header)), header, *parts])
    return whole + blake2b(whole, digest_size=_DIGEST).digest()


def read(path: Path) -> tuple[dict[str, Any], Arrays]:
    """Return what a model's file describes and its arrays; ModelFileError if anything is not as it must be."""
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise ModelFileError(
                f"{path.name} has {size:,} bytes, more than a model may have ({_LARGEST:,})."
            )
        data = path.read_bytes()
    except OSError as error:
        raise ModelFileError(f"{path} cannot be read: {error.strerror}. Check the path.") from error
    return unpacked(data, path.name)


def unpacked(data: bytes, name: str) -> tuple[dict[str, Any], Arrays]:
    """Return what the bytes of a model's file hold; `name` is for messages."""
    if not data.startswith(_MAGIC) or len(data) < 16 + _DIGEST:
        raise ModelFileError(
            f"{name} is not a Goodword model. Choose a file that goodword train has written."
        )
    if blake2b(data[:-_DIGEST], digest_size=_DIGEST).digest() != data[-_DIGEST:]:
        raise ModelFileError(f"{name} is damaged: its content does not match its seal. Use an intact copy.")
    (length,) = struct.unpack("<Q", data[8:16])
    try:
        header = json.loads(data[16 : 16 + length])
        if header["format"] != _FORMAT:
            raise ModelFileError(
                f"{name} has format {header['format']}, this version reads {_FORMAT}. Train the model anew."
            )
        body = memoryview(data)[16 + length : -_DIGEST]
        arrays = {key: _array(body, dtype, shape, at, name) for key, dtype, shape, at in header["arrays"]}
        described = header["model"]
        if not isinstance(described, dict):
            raise TypeError
        return described, arrays
    except (KeyError, ValueError, TypeError) as error:
        raise ModelFileError(f"{name} is not described as a model is. Train the model anew.") from error


def _array(body: memoryview, dtype: str, shape: list[int], at: int, name: str) -> NDArray[Any]:
    if dtype not in _DTYPES:
        raise ModelFileError(f"{name} holds numbers of the kind {dtype!r}, which no model has.")
    count = int(np.prod(shape, dtype=np.int64)) if all(each >= 0 for each in shape) else -1
    size = np.dtype(dtype).itemsize
    if count < 0 or at < 0 or at + count * size > len(body):
        raise ModelFileError(f"{name} describes an array that is larger than the file. Use an intact copy.")
    return np.frombuffer(body, dtype=np.dtype(dtype).newbyteorder("<"), count=count, offset=at).reshape(shape)
