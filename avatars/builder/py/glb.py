"""Binary glTF: accessors one by one into one buffer, core features only, so that every viewer reads them."""

from __future__ import annotations

import json
import struct

import numpy as np

_COMPONENT = {"f4": 5126, "u1": 5121, "u2": 5123, "u4": 5125}
_KIND = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
VERTICES, INDICES = 34962, 34963


class Glb:
    """A glTF document being filled. `json` is its root; numbers go into its one buffer."""

    def __init__(self) -> None:
        self.json: dict = {
            "asset": {"version": "2.0", "generator": "Govatar avatar builder"},
            "accessors": [],
            "bufferViews": [],
            "images": [],
            "textures": [],
            "samplers": [{"magFilter": 9729, "minFilter": 9987, "wrapS": 33071, "wrapT": 33071}],
        }
        self._bytes = bytearray()

    def view(self, data: bytes, target: int | None = None) -> int:
        """Index of a new buffer view."""
        self._bytes += b"\0" * (-len(self._bytes) % 4)
        view = {"buffer": 0, "byteOffset": len(self._bytes), "byteLength": len(data)}
        if target is not None:
            view["target"] = target
        self._bytes += data
        self.json["bufferViews"].append(view)
        return len(self.json["bufferViews"]) - 1

    def accessor(self, values: np.ndarray, kind: str, target: int | None = None, normalized: bool = False, bounds: bool = False) -> int:
        """Index of a new accessor over (n,) or (n, k) values of kind f4, u1, u2 or u4."""
        values = np.ascontiguousarray(values, dtype="<" + kind if kind != "u1" else "u1")
        width = 1 if values.ndim == 1 else values.shape[1]
        out: dict = {
            "bufferView": self.view(values.tobytes(), target),
            "componentType": _COMPONENT[kind],
            "count": len(values),
            "type": _KIND[width],
        }
        if normalized:
            out["normalized"] = True
        if bounds:
            flat = values.reshape(len(values), -1)
            out["min"], out["max"] = flat.min(0).tolist(), flat.max(0).tolist()
        self.json["accessors"].append(out)
        return len(self.json["accessors"]) - 1

    def sparse(self, count: int, rows: np.ndarray, values: np.ndarray, bounds: bool) -> int:
        """Index of a new accessor of float VEC3 that is zero but in `rows`."""
        values = np.ascontiguousarray(values, dtype="<f4")
        out: dict = {"componentType": 5126, "count": count, "type": "VEC3"}
        if bounds:
            low, high = np.minimum(values.min(0), 0), np.maximum(values.max(0), 0)
            if len(rows) == count:
                low, high = values.min(0), values.max(0)
            out["min"], out["max"] = low.tolist(), high.tolist()
        out["sparse"] = {
            "count": len(rows),
            "indices": {"bufferView": self.view(np.asarray(rows, "<u2").tobytes()), "componentType": 5123},
            "values": {"bufferView": self.view(values.tobytes())},
        }
        self.json["accessors"].append(out)
        return len(self.json["accessors"]) - 1

    def texture(self, data: bytes, mime: str, name: str) -> int:
        """Index of a new texture with its image inside the file."""
        self.json["images"].append({"name": name, "bufferView": self.view(data), "mimeType": mime})
        self.json["textures"].append({"source": len(self.json["images"]) - 1, "sampler": 0})
        return len(self.json["textures"]) - 1

    def bytes(self) -> bytes:
        """The whole file."""
        self._bytes += b"\0" * (-len(self._bytes) % 4)
        root = {k: v for k, v in self.json.items() if v != []}
        root["buffers"] = [{"byteLength": len(self._bytes)}]
        text = json.dumps(root, ensure_ascii=False, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 4)
        size = 12 + 8 + len(text) + 8 + len(self._bytes)
        return (
            struct.pack("<III", 0x46546C67, 2, size)
            + struct.pack("<II", len(text), 0x4E4F534A)
            + text
            + struct.pack("<II", len(self._bytes), 0x004E4942)
            + bytes(self._bytes)
        )
