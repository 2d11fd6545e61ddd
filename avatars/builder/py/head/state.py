"""What a face does, as a few figures; every expression and viseme is one such state."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Face:
    """Centimetres, or shares from 0 to 1. Left and right are the avatar's own."""

    blink_left: float = 0.0
    blink_right: float = 0.0
    wide: float = 0.0  # upper lids higher (share of the opening); negative: heavier lids
    squint: float = 0.0  # lower lids higher (share)
    brow_in: float = 0.0
    brow_out: float = 0.0
    brow_knit: float = 0.0  # brows together
    jaw: float = 0.0  # lower lip's middle goes down with the jaw
    up: float = 0.0  # upper lip up
    down: float = 0.0  # lower lip down
    widen: float = 0.0  # corners outwards
    corner: float = 0.0  # corners up
    pucker: float = 0.0  # lips forward and round
    press: float = 0.0  # lips rolled into each other
    tuck: float = 0.0  # lower lip under the upper teeth
    cheek: float = 0.0  # cheeks up
    chin: float = 0.0  # chin's pad up: the lower lip is pushed
    tongue: float = 0.0  # tip of the tongue up to the teeth
    out: float = 0.0  # tip of the tongue between the teeth


REST = Face()


def _f(**figures: float) -> Face:
    return replace(REST, **figures)


# By the name of the VRM expression. The five vowels first: models' own presets, also bound to their visemes.
EXPRESSIONS: dict[str, Face] = {
    "aa": _f(jaw=1.5, up=0.3, down=0.14, widen=-0.06, corner=-0.05),
    "ih": _f(jaw=0.42, up=0.16, down=0.2, widen=0.3, corner=0.06),
    "ou": _f(jaw=0.46, up=0.16, down=0.1, widen=-1.45, pucker=1.0, corner=-0.06),
    "ee": _f(jaw=0.78, up=0.18, down=0.2, widen=0.2, corner=0.03),
    "oh": _f(jaw=1.1, up=0.26, down=0.08, widen=-0.98, pucker=0.75, corner=-0.06),
    "viseme_PP": _f(press=1.0, corner=-0.02),
    "viseme_FF": _f(jaw=0.12, up=0.34, tuck=1.0, widen=0.06),
    "viseme_TH": _f(jaw=0.5, up=0.14, down=0.16, widen=0.08, out=1.0),
    "viseme_DD": _f(jaw=0.42, up=0.14, down=0.2, widen=0.08, tongue=1.0),
    "viseme_kk": _f(jaw=0.6, up=0.12, down=0.14, widen=0.06),
    "viseme_CH": _f(jaw=0.36, up=0.26, down=0.3, widen=-0.75, pucker=0.8),
    "viseme_SS": _f(jaw=0.16, up=0.18, down=0.26, widen=0.26),
    "viseme_nn": _f(jaw=0.36, up=0.12, down=0.16, widen=0.06, tongue=1.0),
    "viseme_RR": _f(jaw=0.46, up=0.16, down=0.18, widen=-0.6, pucker=0.5, tongue=0.5),
    "blinkLeft": _f(blink_left=1.0),
    "blinkRight": _f(blink_right=1.0),
    "happy": _f(corner=0.62, widen=0.5, cheek=1.2, squint=0.56, brow_in=0.08, brow_out=0.14),
    "sad": _f(corner=-0.26, widen=-0.08, brow_in=0.42, brow_out=-0.2, brow_knit=0.2, wide=-0.14, chin=0.3),
    "relaxed": _f(corner=0.32, widen=0.24, cheek=0.6, wide=-0.14, squint=0.12),
    "surprised": _f(brow_in=0.55, brow_out=0.6, wide=0.09, jaw=0.62, up=0.18, widen=-0.55, pucker=0.25, corner=-0.1),
    "angry": _f(brow_in=-0.36, brow_out=0.1, brow_knit=0.5, wide=-0.12, squint=0.2, corner=-0.1, press=0.5),
    "serious": _f(brow_in=-0.14, brow_knit=0.25, wide=-0.06, squint=0.06, corner=-0.05, press=0.25),
    "sorry": _f(brow_in=0.4, brow_out=-0.1, brow_knit=0.1, wide=-0.16, corner=-0.06, widen=0.08, press=0.25),
    "thinking": _f(brow_in=0.12, brow_out=0.3, corner=0.05, widen=-0.14, press=0.35, squint=0.12),
}
