"""Where a picture begins: circles beside those they are tied to, and each one's own inside."""

import numpy as np
from scipy.sparse import csr_array

from recognition.maps.forces import Bodies, Floats, Ints, settle
from recognition.maps.spacing import spaced

SEED = 20_240_914
SMOOTHINGS = 60
GOLDEN_ANGLE = 2.399963


def begin(bodies: Bodies) -> Floats:
    """A first place for bodies that hang together. Linear in the ties, always the same."""
    group = _numbered(bodies.circle)
    size = np.bincount(group)
    radius = np.sqrt(size.astype(np.float64))
    middles = _middles(bodies, group, radius)
    return middles[group] + 0.6 * radius[group, None] * _smooth(bodies, group)


def _numbered(circle: Ints) -> Ints:
    return np.unique(circle, return_inverse=True)[1].astype(np.int64)


def _middles(bodies: Bodies, group: Ints, radius: Floats) -> Floats:
    """The circles as bodies themselves, held by all the ties between them."""
    count = len(radius)
    belongs = csr_array((np.ones(len(group)), (np.arange(len(group)), group)), (len(group), count))
    between = (belongs.T @ bodies.ties @ belongs).toarray()
    np.fill_diagonal(between, 0)
    between /= max(between.max(), 1e-9)
    turn = np.arange(count) * GOLDEN_ANGLE
    at = np.stack([np.cos(turn), np.sin(turn)], axis=1) * np.sqrt(np.arange(count) + 0.5)[:, None]
    if count > 2:
        circles = Bodies(csr_array(between), np.full(count, -1, dtype=np.int64))
        at = settle(circles, at, rounds=120, heat=1.0, push=0.2)
    at *= 1.2 * radius.mean() / max(np.abs(at).mean(), 1e-9)
    return spaced(at, radius, np.ones(count))


def _smooth(bodies: Bodies, group: Ints) -> Floats:
    """Chance, averaged over neighbours time and again within each circle: whoever is near in the
    graph comes near on the page (the slowest waves of the graph remain). Spread about 1."""
    at = np.random.default_rng(SEED).normal(size=(bodies.count, 2))
    held = np.maximum(bodies.held, 1e-9)[:, None]
    for turn in range(SMOOTHINGS):
        at = 0.4 * at + 0.6 * (bodies.ties @ at) / held
        if turn % 6 == 5:
            at = _whitened(at, group)
    return _whitened(at, group)


def _whitened(at: Floats, group: Ints) -> Floats:
    """Each circle around its own middle, its two directions unrelated and of spread 1."""
    x, y = (at[:, axis] - _mean(at[:, axis], group) for axis in (0, 1))
    x = x / np.sqrt(_mean(x * x, group) + 1e-12)
    y = y - x * _mean(x * y, group)
    y = y / np.sqrt(_mean(y * y, group) + 1e-12)
    return np.clip(np.stack([x, y], axis=1), -2.5, 2.5)


def _mean(values: Floats, group: Ints) -> Floats:
    sums = np.bincount(group, values)
    return np.asarray(sums / np.bincount(group))[group]
