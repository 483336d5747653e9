"""A file of plain arrays and one JSON value, read by mapping it into memory: nothing in it could run.

    sign (8 bytes) · length and CRC-32 of the head (4 bytes each) · head (JSON) · arrays, each at a multiple of 64 bytes

`numpy.load` maps a single array only, and an archive of several (`.npz`) has to be read whole.
"""

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grants_db.atomic_write import replaced_whole

_SIGN = b"akqrank1"
_BEGIN = struct.Struct("<8sII")
_ALIGNED = 64
#: kinds of numbers that are read: booleans, whole numbers, floats
_KINDS = "biuf"


@dataclass(frozen=True)
class ArrayFile:
    """What a file holds: a JSON value, and arrays that can't be written to."""

    said: Any
    arrays: Mapping[str, NDArray[Any]]


def write_arrays(path: Path, said: object, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write the file in one step, for its owner only: who reads it meanwhile finds the old one or the new one."""
    listed, place = {}, 0
    for name, values in arrays.items():
        listed[name] = [values.dtype.str, list(values.shape), place]
        place += -(-values.nbytes // _ALIGNED) * _ALIGNED
    head = json.dumps({"said": said, "arrays": listed}).encode()
    with replaced_whole(path, 0o600) as part, part.open("wb") as file:
        file.write(_BEGIN.pack(_SIGN, len(head), zlib.crc32(head)) + head)
        for values in arrays.values():
            file.write(bytes(-file.tell() % _ALIGNED))
            np.ascontiguousarray(values).tofile(file)
        file.write(bytes(-file.tell() % _ALIGNED))


def read_arrays(path: Path) -> ArrayFile | None:
    """What the file holds; None where it is missing, cut short or nothing of ours."""
    try:
        stored = np.memmap(path, dtype=np.uint8, mode="r")
        sign, length, checksum = _BEGIN.unpack(stored[: _BEGIN.size].tobytes())
        head = stored[_BEGIN.size : _BEGIN.size + length].tobytes()
        if sign != _SIGN or zlib.crc32(head) != checksum:
            return None
        read = json.loads(head)
        begin = -(-(_BEGIN.size + length) // _ALIGNED) * _ALIGNED
        return ArrayFile(read["said"], dict(_views(stored, read["arrays"], begin)))
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return None


def _views(stored: NDArray[np.uint8], listed: Mapping[str, Any], begin: int) -> Iterator[tuple[str, NDArray[Any]]]:
    for name, (kind, shape, place) in listed.items():
        dtype = np.dtype(kind)
        size = prod(shape) * dtype.itemsize
        if dtype.kind not in _KINDS or begin + place + size > len(stored):
            raise ValueError(f"the array {name} is not there")
        values = stored[begin + place : begin + place + size].view(np.ndarray)
        yield name, values.view(dtype).reshape(shape)
