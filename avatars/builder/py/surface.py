"""Parts as meshes of the file: one for each material, split where some have morphs and others none."""

from __future__ import annotations

import numpy as np

from glb import INDICES, VERTICES, Glb
from kit import Part, smooth_normals

# A vertex that an expression moves less than this, in metres, stays where it is.
STILL = 1e-4
# Normals turned less than this are left alone.
CALM = 0.04


def _weights(part: Part, bone_of: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Four joints and shares of 255 for each vertex."""
    n = len(part.positions)
    joints, shares = np.zeros((n, 4), np.uint8), np.zeros((n, 4), np.uint8)
    if isinstance(part.weights, str):
        joints[:, 0], shares[:, 0] = bone_of[part.weights], 255
        return joints, shares
    for i, weights in enumerate(part.weights):
        kept = sorted((w for w in weights if w[1] > 1e-4), key=lambda w: -w[1])[:4]
        total = sum(share for _, share in kept)
        whole = [round(share / total * 255) for _, share in kept]
        whole[0] += 255 - sum(whole)
        for k, ((bone, _), share) in enumerate(zip(kept, whole)):
            if share > 0:
                joints[i, k], shares[i, k] = bone_of[bone], share
    return joints, shares


def _normals(part: Part) -> np.ndarray:
    return part.normals if part.normals is not None else smooth_normals(part.positions, part.triangles, part.welds)


def _joined(parts: list[Part], bone_of: dict[str, int]):
    positions = np.concatenate([p.positions for p in parts])
    normals = np.concatenate([_normals(p) for p in parts])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    uvs = np.concatenate([p.uvs for p in parts])
    joints, shares = (np.concatenate(pair) for pair in zip(*(_weights(p, bone_of) for p in parts)))
    starts = np.cumsum([0] + [len(p.positions) for p in parts])
    triangles = np.concatenate([p.triangles + s for p, s in zip(parts, starts)])
    return positions, normals, uvs, joints, shares, triangles, starts


def write_mesh(glb: Glb, name: str, parts: list[Part], material: int, pictured: bool, bone_of: dict[str, int]) -> tuple[dict, list[str]]:
    """A mesh of the file, and the names of its morphs in order."""
    positions, normals, uvs, joints, shares, triangles, starts = _joined(parts, bone_of)
    count = len(positions)
    if count > 65535:
        raise ValueError(f"mesh {name} has {count} vertices; 65,535 are the most")
    attributes = {
        "POSITION": glb.accessor(positions, "f4", VERTICES, bounds=True),
        "NORMAL": glb.accessor(normals, "f4", VERTICES),
                "JOINTS_0": glb.accessor(joints, "u1", VERTICES),
        "WEIGHTS_0": glb.accessor(shares, "u1", VERTICES, normalized=True),
    }
    if pictured:
        attributes["TEXCOORD_0"] = glb.accessor(np.clip(np.round(uvs * 65535), 0, 65535), "u2", VERTICES, normalized=True)
    primitive: dict = {
        "attributes": attributes,
        "indices": glb.accessor(triangles.ravel(), "u2", INDICES),
        "material": material,
    }
    names = sorted({morph for p in parts for morph in p.morphs})
    targets = []
    for morph in names:
        shift, turn = np.zeros((count, 3)), np.zeros((count, 3))
        for part, start in zip(parts, starts):
            if morph not in part.morphs:
                continue
            rows = slice(start, start + len(part.positions))
            shift[rows] = part.morphs[morph]
            if morph in part.morph_normals:
                turn[rows] = part.morph_normals[morph]
            elif part.normals is None and part.turning:
                moved = part.positions + part.morphs[morph]
                turn[rows] = smooth_normals(moved, part.triangles, part.welds) - normals[rows]
        far = np.nonzero(np.linalg.norm(shift, axis=1) > STILL)[0]
        turned = np.nonzero(np.linalg.norm(turn, axis=1) > CALM)[0]
        far = far if len(far) else np.array([0])
        turned = turned if len(turned) else np.array([0])
        targets.append({"POSITION": glb.sparse(count, far, shift[far], True), "NORMAL": glb.sparse(count, turned, turn[turned], False)})
    mesh: dict = {"name": name, "primitives": [primitive]}
    if targets:
        primitive["targets"] = targets
        mesh["extras"] = {"targetNames": names}
    return mesh, names
