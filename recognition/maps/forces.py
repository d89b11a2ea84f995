"""Many bodies that push one another away while threads hold them together, on arrays.

The push of all upon all is read from a grid: each body is spread over the four cells around it,
the grid is convolved with the push of one cell, and read back at the body. That costs a Fourier
transform a round instead of a visit to every pair (the particle-mesh method: Hockney and
Eastwood, Computer Simulation Using Particles, 1988). What is pushed and held is that of
ForceAtlas2 (Jacomy et al., PLoS ONE 9(6), 2014): mass grows with the number of threads.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import fft
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

COHESION = 0.03  # how strongly a circle holds its own, in threads
GRAVITY = 0.12  # how strongly the middle of the page holds a unit of mass, in threads
PUSH = 1.0
FEW = 150  # bodies, up to which every pair is cheaper than a grid


@dataclass(frozen=True)
class Bodies:
    """What is to be placed. `ties` is symmetric, without a diagonal; `circle` is the number of
    each body's circle, -1 for none."""

    ties: csr_array
    circle: Ints

    @property
    def count(self) -> int:
        return int(self.circle.size)

    @property
    def held(self) -> Floats:
        """The sum of the threads of each."""
        return np.asarray(self.ties.sum(axis=1), dtype=np.float64).ravel()

    @property
    def mass(self) -> Floats:
        degree: Floats = np.diff(self.ties.indptr).astype(np.float64)
        return 1 + degree

    def of(self, chosen: Ints) -> "Bodies":
        """Only these, in this order."""
        return Bodies(csr_array(self.ties[chosen][:, chosen]), self.circle[chosen])


def repulsion(at: Floats, mass: Floats) -> Floats:
    """The push on a unit of mass at each place: the sum of mass / distance, away from it."""
    if len(at) <= FEW:
        return _exact(at, mass)
    side = 64 if len(at) < 1_000 else 128 if len(at) < 6_000 else 256
    low = at.min(axis=0)
    cell = float(max((at.max(axis=0) - low).max(), 1e-9)) / (side - 3)
    spot = (at - low) / cell + 1
    corner = spot.astype(np.int64)
    part = spot - corner
    shares = [
        (corner[:, 0] + right, corner[:, 1] + down, across * along)
        for right, across in ((0, 1 - part[:, 0]), (1, part[:, 0]))
        for down, along in ((0, 1 - part[:, 1]), (1, part[:, 1]))
    ]
    density = np.zeros(side * side)
    for x, y, share in shares:
        density += np.bincount(x * side + y, share * mass, minlength=side * side)
    waves = fft.rfft2(density.reshape(side, side), (2 * side, 2 * side))
    push = np.empty_like(at)
    for axis, kernel in enumerate(_kernels(side)):
        field = fft.irfft2(waves * kernel, (2 * side, 2 * side))[:side, :side] / cell
        push[:, axis] = sum(field[x, y] * share for x, y, share in shares)
    return push


def _exact(at: Floats, mass: Floats) -> Floats:
    between = at[:, None, :] - at[None, :, :]
    square = (between * between).sum(axis=2) + 0.01
    return np.asarray((between * (mass[None, :] / square)[:, :, None]).sum(axis=1))


@cache
def _kernels(side: int) -> tuple[Any, Any]:
    """The waves of the push of one cell, along x and along y, in cells; softened within one."""
    offset = np.arange(2 * side)
    offset[side:] -= 2 * side
    x, y = np.meshgrid(offset, offset, indexing="ij")
    square = x * x + y * y + 1.0
    return fft.rfft2(x / square), fft.rfft2(y / square)


def settle(
    bodies: Bodies,
    at: Floats,
    *,
    rounds: int,
    heat: float,
    leash: Floats | None = None,
    push: float = PUSH,
) -> Floats:
    """Let the bodies move for some rounds; the first may take them `heat` far, the last almost
    nowhere. None goes further than its `leash` from where it stood."""
    start = at
    at = at.copy()
    mass, held = bodies.mass, bodies.held
    groups = _Groups(bodies.circle)
    stiffness = held + COHESION * groups.belongs + (GRAVITY + 0.15 * push) * mass
    moved = np.zeros_like(at)
    for turn in range(rounds):
        force = push * mass[:, None] * repulsion(at, mass)
        force += bodies.ties @ at - held[:, None] * at
        force += COHESION * groups.belongs[:, None] * (groups.centres(at) - at)
        force += GRAVITY * mass[:, None] * (at.mean(axis=0) - at)
        moved = 0.5 * moved + 0.5 * force / stiffness[:, None]
        limit = heat * (1 - turn / rounds) ** 1.5
        length = np.linalg.norm(moved, axis=1, keepdims=True)
        moved *= np.minimum(1, limit / np.maximum(length, 1e-12))
        at += moved
        if leash is not None:
            away = at - start
            length = np.linalg.norm(away, axis=1)
            at = start + away * np.minimum(1, leash / np.maximum(length, 1e-12))[:, None]
    return at


def balance(bodies: Bodies, at: Floats) -> float:
    """The push at which this picture would neither grow nor shrink."""
    mass = bodies.mass
    centred = at - at.mean(axis=0)
    outwards = float((centred * repulsion(at, mass) * mass[:, None]).sum())
    inwards = float((centred * (bodies.held[:, None] * at - bodies.ties @ at)).sum())
    groups = _Groups(bodies.circle)
    held = COHESION * groups.belongs[:, None] * (at - groups.centres(at))
    inwards += float((centred * held).sum())
    inwards += GRAVITY * float((mass[:, None] * centred * centred).sum())
    return inwards / outwards if outwards > 0 else PUSH


class _Groups:
    """The circles of some bodies; those without one are drawn nowhere."""

    def __init__(self, circle: Ints) -> None:
        self._number = circle + 1
        self.belongs = (circle >= 0).astype(np.float64)
        self._sizes = np.maximum(np.bincount(self._number), 1)

    def centres(self, at: Floats) -> Floats:
        """For each body, the middle of its circle."""
        sums = [np.bincount(self._number, at[:, axis]) / self._sizes for axis in (0, 1)]
        return np.stack(sums, axis=1)[self._number]
