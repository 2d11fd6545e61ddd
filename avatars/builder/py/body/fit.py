"""One character's measures: what the parts of the uniform are cut from. Centimetres."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

import skeleton
from kit import CM, Bone, Character

from . import pose
from .surface import Rig, Surface

# Places of the parts in the cloth's picture: u0, v0, u1, v1 (v downwards).
ATLAS = {
    "torso": (0.005, 0.005, 0.495, 0.615),
    "sleeve": (0.505, 0.005, 0.755, 0.495),
    "collar": (0.505, 0.505, 0.755, 0.615),
    "lapel": (0.765, 0.005, 0.995, 0.245),
    "shirt": (0.765, 0.255, 0.995, 0.445),
    "shirtCollar": (0.765, 0.455, 0.995, 0.505),
    "shirtCuff": (0.765, 0.515, 0.995, 0.545),
    "neckwear": (0.765, 0.555, 0.995, 0.795),
    "trousers": (0.005, 0.635, 0.495, 0.995),
    "shoe": (0.505, 0.635, 0.635, 0.755),
    "pocket": (0.505, 0.775, 0.635, 0.845),
    "badge": (0.645, 0.635, 0.755, 0.745),
    "plate": (0.645, 0.765, 0.755, 0.8),
    "button": (0.645, 0.81, 0.695, 0.86),
    "nail": (0.705, 0.81, 0.755, 0.86),
    "sole": (0.505, 0.865, 0.555, 0.915),
    "lining": (0.575, 0.865, 0.635, 0.915),
}

# Trunk of the jacket: height, half width, front, back. Heights are the woman's; the man's are stretched.
FORMS = {
    "f": {
        "trunk": [
            (84.0, 17.3, 9.4, -13.0), (87.0, 17.4, 9.6, -13.3), (92.0, 16.7, 9.5, -13.0), (97.0, 15.0, 9.0, -11.8),
            (102.0, 13.2, 8.5, -10.6), (106.5, 12.5, 8.5, -10.1), (111.0, 12.9, 9.2, -10.4), (115.2, 13.7, 10.1, -11.0),
            (118.6, 14.2, 10.5, -11.4), (122.0, 14.3, 10.0, -11.7)],
        "neck": (6.0, 137.0, -3.6), "tip": (15.7, 134.1, -3.2), "nape": (0.0, 136.6, -8.6),
        "roll": [0.1, 1.2, 2.5], "lap": 1.8, "bust": 1.0,
        "sleeve": [(10, 5.15, 5.75), (15, 4.8, 5.4), (20, 4.5, 5.0), (24.5, 4.35, 4.75), (27.5, 4.3, 4.65),
                   (31, 4.25, 4.6), (36, 4.05, 4.4), (42, 3.75, 4.1), (46.2, 3.55, 3.95)],
        "neckRadius": 4.5,
        "buttons": (110.3, 103.6), "pocket": ((5.6, 97.6), (12.6, 98.9)), "badge": (9.9, 121.6), "plate": (-9.4, 121.4),
        "lapel": {
            "roll": [(0.15, 112.6), (0.7, 116.5), (1.7, 120.8), (2.9, 125.2), (4.0, 129.0), (4.75, 131.6)],
            "edge": [(0.35, 112.7), (2.7, 116.2), (5.2, 120.0), (7.3, 123.6), (8.9, 127.0)],
            "gorge": [(4.95, 132.3), (6.3, 130.4), (7.6, 128.9), (8.9, 127.6)]},
        "collar": {
            "inner": [(4.85, 131.7), (5.6, 134.4, 0.6), (6.15, 136.6, -2.4), (5.7, 137.9, -5.6), (3.6, 138.5, -8.4), (0, 138.7, -9.6)],
            "outer": [(8.1, 129.6), (9.6, 131.6), (10.3, 134.0, -1.2), (9.6, 135.3, -5.6), (6.2, 134.6, -10.6), (0, 134.0, -12.4)]},
    },
    "m": {
        "trunk": [
            (81.5, 18.6, 10.6, -13.2), (85.0, 18.7, 10.8, -13.5), (91.0, 18.2, 10.6, -13.3), (97.0, 17.2, 10.3, -12.5),
            (102.0, 16.5, 10.1, -11.9), (106.5, 16.3, 10.2, -11.7), (111.0, 16.8, 10.7, -12.0), (115.2, 17.5, 11.2, -12.6),
            (118.6, 18.0, 11.3, -13.0), (122.0, 18.0, 10.9, -13.3)],
        "neck": (7.1, 137.3, -3.6), "tip": (18.9, 134.3, -3.2), "nape": (0.0, 136.8, -9.4),
        "roll": [0.1, 1.3, 2.8], "lap": 2.0, "bust": 0.0,
        "sleeve": [(11, 6.15, 6.9), (16, 5.8, 6.4), (21.5, 5.4, 5.9), (26, 5.2, 5.6), (29.5, 5.1, 5.45),
                   (33, 5.0, 5.35), (38.5, 4.75, 5.1), (45, 4.4, 4.75), (49.2, 4.15, 4.55)],
        "neckRadius": 5.4,
        "buttons": (109.0, 101.0), "pocket": ((6.4, 96.6), (14.4, 97.6)), "badge": (11.8, 120.6), "plate": (-11.6, 120.4),
        "lapel": {
            "roll": [(0.15, 111.0), (0.8, 115.0), (1.9, 119.6), (3.3, 124.4), (4.7, 128.8), (5.6, 131.4)],
            "edge": [(0.35, 111.1), (3.1, 114.8), (6.0, 118.8), (8.5, 122.8), (10.3, 126.6)],
            "gorge": [(5.8, 132.2), (7.4, 130.2), (8.9, 128.6), (10.4, 127.3)]},
        "collar": {
            "inner": [(5.7, 131.5), (5.5, 134.4, 0.6), (6.05, 136.6, -2.4), (5.6, 137.9, -5.6), (3.6, 138.5, -8.4), (0, 138.7, -9.6)],
            "outer": [(9.6, 129.5), (9.4, 131.6, 2.0), (9.7, 134.0, -1.2), (9.0, 135.3, -5.6), (5.9, 134.8, -9.8), (0, 134.2, -11.2)]},
    },
}


def smooth(a: float, b: float, x):
    """0 at a, 1 at b, an S between."""
    k = np.clip((np.asarray(x, float) - a) / (b - a), 0, 1)
    return k * k * (3 - 2 * k)


def between(a, b, k):
    """From a (k = 0) to b (k = 1)."""
    return np.asarray(a, float) + (np.asarray(b, float) - np.asarray(a, float)) * k


def unit(v) -> np.ndarray:
    v = np.asarray(v, float)
    return v / np.linalg.norm(v, axis=-1, keepdims=True)


def bezier(p0, p1, p2, p3, t):
    """Cubic curve at t (an array): (len(t), 3)."""
    t = np.asarray(t, float)[:, None]
    return (1 - t) ** 3 * np.asarray(p0) + 3 * t * (1 - t) ** 2 * np.asarray(p1) + 3 * t**2 * (1 - t) * np.asarray(p2) + t**3 * np.asarray(p3)


def through(points, t) -> np.ndarray:
    """Smooth curve through points spaced evenly over t = 0…1 (Catmull and Rom)."""
    pts = np.asarray(points, float)
    x = np.clip(np.asarray(t, float), 0, 1) * (len(pts) - 1)
    i = np.clip(np.floor(x).astype(int), 0, len(pts) - 2)
    k = (x - i)[..., None]
    padded = np.concatenate([[2 * pts[0] - pts[1]], pts, [2 * pts[-1] - pts[-2]]])
    a, b, c, d = (padded[i + j] for j in range(4))
    return 0.5 * (2 * b + (c - a) * k + (2 * a - 5 * b + 4 * c - d) * k**2 + (3 * b - a - 3 * c + d) * k**3)


def resampled(points, count: int) -> np.ndarray:
    """`count` points at even distances along the smooth curve through `points`."""
    dense = through(points, np.linspace(0, 1, 200))
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(dense, axis=0), axis=1))])
    at = np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, dense[:, k]) for k in range(dense.shape[1])], 1)


@dataclass
class Fit:
    """A character's measures and bones."""

    character: Character
    bones: list[Bone]
    springs: list[Bone] = field(default_factory=list)

    def __post_init__(self):
        c = self.character
        self.female = c["sex"] == "f"
        self.form = FORMS[c["sex"]]
        self.figures = skeleton.figures(c)
        self.s = c["chinY"] / skeleton.WOMAN_CHIN
        self.chin = float(c["chinY"])
        self.rig = Rig([b.name for b in self.bones + self.springs])
        self.joint = {b.name: np.array(b.joint) / CM for b in self.bones + self.springs}
        self.neck_radius = float(c.get("face", {}).get("neck", self.form["neckRadius"]))
        self.axis = np.array([np.cos(pose.HANG), -np.sin(pose.HANG), 0.0])
        self.out = np.array([np.sin(pose.HANG), np.cos(pose.HANG), 0.0])
        # The parts above the shoulders keep to the chin; `lift` brings the table's heights there.
        self.trunk = [(y * self.s, a, f, b) for y, a, f, b in self.form["trunk"]]

    def up(self, point) -> np.ndarray:
        """A point whose height is given for the woman's chin, moved to this character's: offset from the chin kept."""
        p = np.array(point, float)
        p[..., 1] += self.chin - skeleton.WOMAN_CHIN
        return p

    def up2(self, points) -> np.ndarray:
        """Pairs (x, y) of the front, heights given for the woman's chin."""
        p = np.array(points, float)
        p[:, 1] += self.chin - skeleton.WOMAN_CHIN
        return p

    def trunk_row(self, y: float) -> np.ndarray:
        """Weights of the trunk at a height, far from arms and legs."""
        ease = 4.5 * self.s
        j = self.joint
        names = ("hips", "spine", "chest", "upperChest")
        row = np.zeros(len(self.rig.names))
        left = 1.0
        for below, above in zip(names[:-1], names[1:]):
            k = float(smooth(j[above][1] - ease, j[above][1] + ease, y))
            row[self.rig.index[below]] += left * (1 - k)
            left *= k
        row[self.rig.index["upperChest"]] += left
        return row

    def hanging(self, s: Surface) -> Surface:
        """A surface modelled with the left arm hanging, turned back into the T-pose."""
        mats = pose.matrices(self.bones + self.springs, pose.hang("left"), CM)
        out = s.copy()
        out.p = pose.unposed(s.p, s.w, mats)
        return out
