"""Hands: palm, thumb and four fingers as one soft form, nails, weights for every finger bone. T-pose."""

from __future__ import annotations

import numpy as np

from kit import CM, Part
from skeleton import FINGERS, THUMB

from . import field
from .fit import ATLAS, Fit, smooth, unit

TRIANGLES = 1350
# Radii of the fingers at knuckle, two joints and tip, centimetres.
RADII = {"Index": (0.86, 0.78, 0.7, 0.58), "Middle": (0.88, 0.8, 0.72, 0.6), "Ring": (0.84, 0.76, 0.68, 0.57), "Little": (0.74, 0.66, 0.59, 0.5)}
THUMB_RADII = (1.2, 0.98, 0.86, 0.66)
# A place of the skin's picture that is plain skin.
PLAIN = (0.945, 0.945)


class Hand:
    """The left hand about its wrist: x along the fingers, y up (the back of the hand), z to the thumb. Unscaled centimetres."""

    def __init__(self, stout: float):
        self.k = stout
        self.chains: dict[str, np.ndarray] = {"Thumb": np.array(THUMB)}
        self.radii: dict[str, tuple[float, ...]] = {"Thumb": THUMB_RADII}
        for name, (x, z, y, lengths) in FINGERS.items():
            along = x + np.concatenate([[0], np.cumsum(lengths)])
            # The bone's end is the finger's tip: the last ball ends there.
            along[-1] -= RADII[name][3] * 0.85
            self.chains[name] = np.stack([along, np.full(4, y - 0.1) - np.array([0, 0, 0.03, 0.1]), np.full(4, z)], 1)
            self.radii[name] = RADII[name]

    def finger(self, name: str, p: np.ndarray) -> np.ndarray:
        """Distance to one finger."""
        c, r = self.chains[name], self.radii[name]
        rods = [field.capsule(p, c[i], c[i + 1], r[i] * self.k, r[i + 1] * self.k) for i in range(3)]
        return field.melt(rods, 0.12)

    def palm(self, p: np.ndarray) -> np.ndarray:
        """Distance to the palm and the wrist."""
        k = self.k
        # The palm is flatter than its rods: y counts more.
        q = p * [1, 1.22, 1]
        rods = [
            field.capsule(q, (0.2, 0.05, zw), (x - 0.5, y + 0.05, z * 0.98), 1.45 * k, 1.12 * k)
            for (x, z, y, _), zw in zip(FINGERS.values(), (0.75, 0.25, -0.3, -0.8))
        ]
        rods.append(field.capsule(q, (1.5, -0.5, 1.1), (4.6, -0.75, 3.1), 1.5 * k, 1.05 * k))
        rods.append(field.capsule(q, (1.4, -0.45, -1.2), (5.0, -0.4, -2.6), 1.25 * k, 1.0 * k))
        rods.append(field.capsule(p * [1, 1.22, 0.98], (-5.5, 0, 0), (0.2, 0, 0), 2.5 * k, 2.05 * k))
        return field.melt(rods, 0.8)

    def __call__(self, p: np.ndarray) -> np.ndarray:
        fingers = np.min([self.finger(n, p) for n in FINGERS], axis=0)
        body = field.melt([self.palm(p), fingers], 0.5)
        return field.melt([body, self.finger("Thumb", p)], 0.6)

    def shares(self, p: np.ndarray) -> list[dict[str, float]]:
        """Bones of each point without the side's name."""
        names = list(self.chains)
        near = np.stack([self.finger(n, p) for n in names] + [self.palm(p) + 0.15], 1)
        soft = np.exp(-(near - near.min(1, keepdims=True)) / 0.22)
        soft /= soft.sum(1, keepdims=True)
        out = []
        for point, row in zip(p, soft):
            wrist = float(smooth(0.8, -3.4, point[0]))
            found: dict[str, float] = {"LowerArm": wrist}
            hand = row[-1] * (1 - wrist)
            for name, share in zip(names, row[:-1]):
                share *= 1 - wrist
                c = self.chains[name]
                parts = ("Metacarpal", "Proximal", "Distal") if name == "Thumb" else ("Proximal", "Intermediate", "Distal")
                # How far along the chain, one unit a bone.
                place = -1.0
                for i in range(3):
                    ab = c[i + 1] - c[i]
                    t = float((point - c[i]) @ ab / (ab @ ab))
                    if i == 0 or t > 0:
                        place = i + min(t, 1.0 if i < 2 else 9.0)
                blend = 0.24
                first = float(smooth(-0.3, 0.3, place))
                hand += share * (1 - first)
                left = share * first
                for i in (1, 2):
                    k = float(smooth(i - blend, i + blend, place))
                    found[f"{name}{parts[i - 1]}"] = found.get(f"{name}{parts[i - 1]}", 0) + left * (1 - k)
                    left *= k
                found[f"{name}{parts[2]}"] = found.get(f"{name}{parts[2]}", 0) + left
            found["Hand"] = hand
            out.append(found)
        return out

    def nails(self) -> tuple[np.ndarray, np.ndarray, list[str]]:
        """Points (5, 4, 5, 3) of the nails' sheets, and their normals; the fingers' names."""
        names = list(self.chains)
        sheets = []
        for name in names:
            c, r = self.chains[name], self.radii[name][3] * self.k
            along = unit(c[3] - c[2])
            up = np.array([0, 1.0, 0])
            if name == "Thumb":
                up = unit(np.array([0.25, 0.75, -0.6]))
            up = unit(up - along * (up @ along))
            side = np.cross(along, up)
            middle = c[3] + along * r * 0.1
            rows = []
            for t in np.linspace(-1, 1, 4):
                half = r * 0.66 * np.sqrt(max(1 - (abs(t) * 0.72) ** 4, 0.1))
                rows.append([middle + along * r * 0.85 * t + side * half * s + up * r for s in np.linspace(-1, 1, 5)])
            sheet = np.array(rows)
            sheet = field.settle(self, sheet, 8)
            rim = np.ones((4, 5))
            rim[1:-1, 1:-1] = 0
            sheets.append(sheet + field.gradient(self, sheet) * (0.085 - 0.07 * rim)[..., None])
        return np.array(sheets), names


def hands(fit: Fit) -> list[Part]:
    """Both hands: skin, and nails from the cloth's picture."""
    scale = fit.figures["handScale"]
    hand = Hand(1.0 if fit.female else 1.08)
    points, quads = field.surface(hand, (-4.6, -3.4, -5.2), (17.2, 2.6, 8.6), 0.24)
    points, triangles = field.simplify(points, quads, TRIANGLES)
    points = field.settle(hand, points)
    normals = field.gradient(hand, points, 0.06)
    shares = hand.shares(points)
    sheets, names = hand.nails()
    grid = np.arange(20).reshape(4, 5)
    one = np.concatenate([np.stack([grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:]], -1).reshape(-1, 3), np.stack([grid[:-1, :-1], grid[1:, 1:], grid[:-1, 1:]], -1).reshape(-1, 3)])
    nail_p = sheets.reshape(-1, 3)
    nail_n = field.gradient(hand, nail_p, 0.1)
    nail_t = np.concatenate([one + 20 * i for i in range(5)])
    face = np.cross(nail_p[nail_t[:, 1]] - nail_p[nail_t[:, 0]], nail_p[nail_t[:, 2]] - nail_p[nail_t[:, 0]])
    turned = np.sum(face * nail_n[nail_t[:, 0]], 1) < 0
    nail_t[turned] = nail_t[turned][:, ::-1]
    u0, v0, u1, v1 = ATLAS["nail"]
    t, s = np.meshgrid(np.linspace(0, 1, 4), np.linspace(0, 1, 5), indexing="ij")
    nail_uv = np.tile(np.stack([u0 + (u1 - u0) * s, v1 + (v0 - v1) * t], -1).reshape(-1, 2), (5, 1))
    found = []
    for side, sign in (("left", 1.0), ("right", -1.0)):
        wrist = fit.joint[side + "Hand"]
        flip = np.array([sign, 1, 1])

        def placed(p, wrist=wrist, flip=flip):
            return (p * scale * flip + wrist) * CM

        def named(shares_, side=side):
            rows = []
            for row in shares_:
                top = sorted(row.items(), key=lambda x: -x[1])[:4]
                total = sum(v for _, v in top)
                rows.append([(side + k, v / total) for k, v in top if v > 0.004])
            return rows

        order = slice(None) if sign > 0 else slice(None, None, -1)
        found.append(Part(side + "Hand", "skin", placed(points), triangles[:, order], np.tile(PLAIN, (len(points), 1)), named(shares), normals=normals * flip))
        nails = [{f"{name}Distal": 1.0} for name in names for _ in range(20)]
        found.append(Part(side + "Nails", "cloth", placed(nail_p), nail_t[:, order], nail_uv, named(nails), normals=nail_n * flip))
    return found
