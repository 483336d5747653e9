"""What an encoder gave for texts, kept from one run to the next by the texts' hashes: no text is encoded twice.

The file holds hashes and rows of numbers, no text. A row is rounded to half precision (about three digits) when it is
made, so that it is the same whether it was kept or not; scores move by less than a thousandth.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.encoder import Encoder
from matching.incremental.array_file import read_arrays, write_arrays

#: rows that are kept: of 512 numbers they fill 150 MB
MOST_KEPT = 150_000
_HASH = 16
Rows = NDArray[np.float16]


class RememberingEncoder:
    """An encoder that looks up what it encoded before.

    Args:
        encoder: asked for what isn't kept.
        path: of the file.
        name: of the encoder and its version; rows of another one count for nothing.
        most: rows that are kept; those that were asked for in this run come first.
    """

    def __init__(self, encoder: Encoder, path: Path, name: str, most: int = MOST_KEPT) -> None:
        self._encoder, self._path, self._name, self._most = encoder, path, name, most
        self._hashes, self._kept = _read(path, name)
        self._places = {each.tobytes(): place for place, each in enumerate(self._hashes)}
        self._asked: dict[bytes, Rows] = {}
        self._fresh = False

    def encode(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """Texts × dimensions."""
        signs = [hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_HASH).digest() for text in texts]
        missing = {
            sign: text
            for sign, text in zip(signs, texts, strict=True)
            if sign not in self._asked and sign not in self._places
        }
        if missing:
            made = np.nan_to_num(np.asarray(self._encoder.encode(list(missing.values())))).astype(np.float16)
            self._asked |= dict(zip(missing, made, strict=True))
            self._fresh = True
        for sign in signs:
            if sign not in self._asked:
                self._asked[sign] = self._kept[self._places[sign]]
        return np.stack([self._asked[sign] for sign in signs]).astype(np.float64) if signs else np.zeros((0, 1))

    def keep(self) -> None:
        """Write what was encoded, if anything is new; a full disk or a folder of somebody else loses nothing else."""
        if not self._fresh:
            return
        earlier = [place for sign, place in self._places.items() if sign not in self._asked]
        rows = [*self._asked.values(), *(self._kept[place] for place in earlier)][: self._most]
        signs = [*self._asked, *(self._hashes[place].tobytes() for place in earlier)][: self._most]
        hashes = np.frombuffer(b"".join(signs), dtype=np.uint8).reshape(-1, _HASH)
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_arrays(self._path, {"encoder": self._name}, {"hashes": hashes, "rows": np.stack(rows)})
            self._fresh = False


def _read(path: Path, name: str) -> tuple[NDArray[np.uint8], Rows]:
    nothing = np.zeros((0, _HASH), dtype=np.uint8), np.zeros((0, 1), dtype=np.float16)
    read = read_arrays(path)
    if read is None or not isinstance(read.said, dict) or read.said.get("encoder") != name:
        return nothing
    hashes, rows = read.arrays.get("hashes"), read.arrays.get("rows")
    if hashes is None or rows is None or hashes.ndim != 2 or rows.ndim != 2 or len(hashes) != len(rows):
        return nothing
    return (hashes, rows) if hashes.shape[1] == _HASH and rows.dtype == np.float16 else nothing
