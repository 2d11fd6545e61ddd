"""The head: skin with lids and lips, eyes, lashes, inside of the mouth, ears; every expression as a morph."""

from __future__ import annotations

import numpy as np

from kit import Character, Contribution, Material, Part

from . import paint
from .chart import SkinChart
from .ears import build_ears
from .eyes import build_eyes, build_lashes, moving, paint_eye
from .inside import build_inside, paint_mouth
from .lids import RIM
from .lips import INNER
from .rig import SkinRig
from .shape import step
from .state import REST


def _weights(rig: SkinRig) -> list[list[tuple[str, float]]]:
    """Head, neck and chest share the neck's skin smoothly."""
    y = rig.rest[:, 1]
    # On a ring the jaw is higher at the back: the ring counts, not the height alone.
    head = step(17.4, 14.6, rig.v)
    chest = step(18.6, 19.9, rig.v)
    del y
    return [
        [(b, float(s)) for b, s in (("head", h), ("neck", (1 - h) * (1 - c)), ("upperChest", (1 - h) * c)) if s > 0.001]
        for h, c in zip(head, chest)
    ]


def _skin(rig: SkinRig, chart: SkinChart) -> Part:
    """The skin. Rims of the lids and the inside of the lips have fields of their own in the picture, so they are doubled."""
    uvs = chart.uv(rig.v, rig.phi)
    tris = rig.triangles.copy()
    twins: list[int] = []
    extra_uv: list[tuple[float, float]] = []
    for ids, depth, box in (
        (rig.left_ids, RIM, paint.RIM),
        (rig.right_ids, RIM, paint.RIM),
        (rig.lip_ids, INNER, paint.LIP),
    ):
        u = (box[0] + box[2]) / 2
        for r in range(depth - 1):
            k = 1 - r / (depth - 1)
            uvs[ids[r]] = (u, box[1] + (box[3] - box[1]) * (0.05 + 0.9 * k))
        edge = ids[depth - 1]
        new = {int(v): len(uvs) + len(twins) + i for i, v in enumerate(edge)}
        twins += [int(v) for v in edge]
        extra_uv += [(u, box[1] + (box[3] - box[1]) * 0.05)] * len(edge)
        inner = set(int(v) for r in range(depth - 1) for v in ids[r])
        for i, tri in enumerate(tris):
            if any(int(v) in inner for v in tri):
                tris[i] = [new.get(int(v), int(v)) for v in tri]
    twin = np.array(twins)
    uvs = np.concatenate([uvs, np.array(extra_uv)])
    # The back's seam: triangles that would run across the whole picture take twins on its other side.
    every = np.concatenate([np.arange(rig.count), twin])
    u = uvs[:, 0]
    far = []
    far_of: dict[int, int] = {}
    for i, tri in enumerate(tris):
        if np.ptp(u[tri]) > 0.5:
            for j, v in enumerate(tri):
                if u[v] > 0.5:
                    if int(v) not in far_of:
                        far_of[int(v)] = len(every) + len(far)
                        far.append(int(v))
                    tris[i, j] = far_of[int(v)]
    if far:
        uvs = np.concatenate([uvs, np.stack([np.zeros(len(far)), uvs[far, 1]], -1)])
        every = np.concatenate([every, every[far]])
    back = np.abs(np.abs(rig.phi) - np.pi) < 1e-6
    welds = every.copy()
    # Points of both halves at the very back are the same place.
    ids = np.nonzero(back)[0]
    order = ids[np.argsort(rig.v[ids])]
    for a, b in zip(order, order[1:]):
        if abs(rig.v[a] - rig.v[b]) < 1e-6:
            welds[welds == b] = a

    def points(state) -> np.ndarray:
        return rig.shape.world(rig.positions(state))[every]

    rest = points(REST)
    weights = _weights(rig)
    # The crown, under the hair, is closed by a fan.
    top = np.argsort(np.abs(rig.v - rig.v[: rig.sheet_count].min()))
    return Part("skin", "skin", rest, tris, uvs, [weights[i] for i in every], welds=welds, morphs=moving(points, rest))


def build(character: Character) -> Contribution:
    """Everything of the head but its hair."""
    rig = SkinRig(character)
    chart = SkinChart(rig.shape)
    skin = character.colour("skin")
    shade = np.array([0.84, 0.66, 0.63])
    materials = [
        Material("skin", paint.paint_skin(rig, chart, character), shade=tuple(shade), toony=0.0, shift=-0.22, rim=(0.16, 0.12, 0.11), rim_power=4.0),
        Material("eyes", paint_eye(character), shade=(0.88, 0.85, 0.88), toony=0.0, shift=0.2),
        Material("mouth", paint_mouth(), shade=(0.72, 0.55, 0.55), toony=0.1, shift=0.0, double_sided=True),
        Material("lash", None, colour=tuple(character.colour("lash")), shade=(0.7, 0.65, 0.65), toony=0.2, double_sided=True),
    ]
    del skin
    parts = [_skin(rig, chart), build_ears(rig), build_eyes(rig), build_lashes(rig), build_inside(rig)]
    return Contribution(parts=parts, materials=materials)
