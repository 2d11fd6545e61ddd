"""Laying one cloth on another: where its surface is, and how it moves."""

from __future__ import annotations

import numpy as np
from mathutils import Vector
from mathutils.bvhtree import BVHTree

from .surface import Surface


class Ground:
    """A surface on which others are laid. Centimetres."""

    def __init__(self, surface: Surface):
        self.s = surface
        quads = surface.quads
        self.faces = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
        self.tree = BVHTree.FromPolygons(surface.p.tolist(), self.faces.tolist(), all_triangles=True)

    def front(self, x: float, y: float) -> np.ndarray:
        """The foremost point at x, y; where there is none, the nearest one."""
        hit, *_ = self.tree.ray_cast(Vector((x, y, 60.0)), Vector((0, 0, -1)))
        if hit is None:
            hit, *_ = self.tree.find_nearest(Vector((x, y, 6.0)))
        return np.array(hit)

    def on(self, places, gap: float) -> np.ndarray:
        """Points at (x, y) pairs, `gap` before the front."""
        return np.array([self.front(x, y) + [0, 0, gap] for x, y in np.asarray(places, float)])

    def push(self, points: np.ndarray, gap: float) -> np.ndarray:
        """Points, those nearer than `gap` moved out to it."""
        out = np.array(points, float)
        flat = out.reshape(-1, 3)
        for i, p in enumerate(flat):
            hit, normal, _, _ = self.tree.find_nearest(Vector(p))
            n = np.array(normal)
            # Before the surface or within it: the side its normal shows.
            away = p - np.array(hit)
            lies = float(np.dot(away, n))
            # Beyond the surface's border there is nothing to be pushed from.
            beside = np.linalg.norm(away) > 1.4 * abs(lies) + 0.3
            if lies < gap and not beside:
                flat[i] = p + n * (gap - lies)
        return out

    def land(self, points: np.ndarray, gap: float) -> np.ndarray:
        """The surface's nearest places to the points, `gap` before it."""
        out = np.array(points, float)
        for i, p in enumerate(out):
            hit, normal, _, _ = self.tree.find_nearest(Vector(p))
            out[i] = np.array(hit) + np.array(normal) * gap
        return out

    def weights(self, points: np.ndarray) -> np.ndarray:
        """Skin weights of the ground's nearest places."""
        flat = np.asarray(points, float).reshape(-1, 3)
        out = np.zeros((len(flat), self.s.w.shape[1]))
        for i, p in enumerate(flat):
            hit, _, face, _ = self.tree.find_nearest(Vector(p))
            ids = self.faces[face]
            d = 1 / (np.linalg.norm(self.s.p[ids] - np.array(hit), axis=1) + 1e-4)
            out[i] = (self.s.w[ids] * (d / d.sum())[:, None]).sum(0)
        return out.reshape(np.asarray(points).shape[:-1] + (out.shape[-1],))
