"""Soft bodies as distance fields: tapered capsules that melt into each other, and the mesh of their surface."""

from __future__ import annotations

from collections.abc import Callable

import bpy
import numpy as np

Field = Callable[[np.ndarray], np.ndarray]


def capsule(p: np.ndarray, a, b, ra: float, rb: float) -> np.ndarray:
    """Distance of points to a rod from a to b whose radius goes from ra to rb."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    ab = b - a
    t = np.clip(((p - a) @ ab) / max(ab @ ab, 1e-9), 0, 1)
    return np.linalg.norm(p - a - t[..., None] * ab, axis=-1) - (ra + (rb - ra) * t)


def melt(distances: list[np.ndarray], soft: float) -> np.ndarray:
    """Union whose corners are filled over `soft` (polynomial smooth minimum)."""
    out = distances[0]
    for d in distances[1:]:
        h = np.clip(0.5 + 0.5 * (out - d) / soft, 0, 1)
        out = out * (1 - h) + d * h - soft * h * (1 - h)
    return out


def gradient(field: Field, p: np.ndarray, e: float = 0.02) -> np.ndarray:
    """Unit direction away from the body."""
    g = np.stack([field(p + d) - field(p - d) for d in np.eye(3) * e], -1)
    return g / np.maximum(np.linalg.norm(g, axis=-1, keepdims=True), 1e-9)


def settle(field: Field, p: np.ndarray, steps: int = 4) -> np.ndarray:
    """Points moved onto the surface."""
    for _ in range(steps):
        p = p - gradient(field, p) * field(p)[..., None]
    return p


def surface(field: Field, low, high, step: float) -> tuple[np.ndarray, np.ndarray]:
    """Points and quads of the surface within a box, by surface nets (Gibson 1998)."""
    axes = [np.arange(a, b + step, step) for a, b in zip(low, high)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), -1)
    d = field(grid.reshape(-1, 3)).reshape(grid.shape[:3])
    cells = np.array(d.shape) - 1
    inside = d < 0
    corner = [inside[i : i + cells[0], j : j + cells[1], k : k + cells[2]] for i in (0, 1) for j in (0, 1) for k in (0, 1)]
    count = np.sum(corner, axis=0)
    crossed = (count > 0) & (count < 8)
    number = -np.ones(cells, int)
    number[crossed] = np.arange(crossed.sum())
    points = grid[:-1, :-1, :-1][crossed] + step / 2
    quads = []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        first = np.take(inside, range(d.shape[axis] - 1), axis)
        second = np.take(inside, range(1, d.shape[axis]), axis)
        for flip, where in ((False, first & ~second), (True, ~first & second)):
            at = np.argwhere(where)
            at = at[(at[:, u] > 0) & (at[:, v] > 0) & (at[:, u] < cells[u]) & (at[:, v] < cells[v])]
            four = []
            for du, dv in ((1, 1), (0, 1), (0, 0), (1, 0)):
                c = at.copy()
                c[:, u] -= du
                c[:, v] -= dv
                four.append(number[c[:, 0], c[:, 1], c[:, 2]])
            q = np.stack(four, 1)
            quads.append(q[:, ::-1] if flip else q)
    return settle(field, points), np.concatenate(quads)


def simplify(points: np.ndarray, quads: np.ndarray, triangles: int) -> tuple[np.ndarray, np.ndarray]:
    """About as many triangles as asked for, by Blender's edge collapse: points and triangles."""
    mesh = bpy.data.meshes.new("form")
    mesh.from_pydata(points.tolist(), [], quads.tolist())
    thing = bpy.data.objects.new("form", mesh)
    bpy.context.scene.collection.objects.link(thing)
    modifier = thing.modifiers.new("fewer", "DECIMATE")
    modifier.ratio = min(1.0, triangles / (2 * len(quads)))
    done = thing.evaluated_get(bpy.context.evaluated_depsgraph_get()).to_mesh()
    done.calc_loop_triangles()
    p = np.array([v.co for v in done.vertices])
    t = np.array([face.vertices for face in done.loop_triangles])
    bpy.data.objects.remove(thing)
    return p, t
