/** A value on a critically damped spring: it comes as fast as it can without swinging over. */
export interface Damped {
  value: number;
  speed: number;
}

export function damped(value = 0): Damped {
  return { value, speed: 0 };
}

/** Moves `spring` towards `target` for `dtMs`, exactly, at any step; `ms` is the spring's time constant. */
export function approach(spring: Damped, target: number, ms: number, dtMs: number): void {
  const away = spring.value - target;
  const pull = (spring.speed + away / ms) * dtMs;
  const decay = Math.exp(-dtMs / ms);
  spring.speed = (spring.speed - pull / ms) * decay;
  spring.value = target + (away + pull) * decay;
}
