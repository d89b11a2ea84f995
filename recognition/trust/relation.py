"""Who did what to which: acts between two kinds of things, readable from both ends and changeable.

What was there at first lies in arrays, about 10 bytes an act; the rows touched since are kept
beside them as ordinary containers, so a change costs as much as the two rows it concerns.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.trust.columns import Picked

Integers = NDArray[np.int32]


class Names:
    """Ids and their positions: those known at first stand in order of id, newcomers after them."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = sorted(ids)
        self._at = dict(zip(self.ids, range(len(self.ids)), strict=True))
        self._in_order = len(self.ids)  # positions below need no look at the id

    def __len__(self) -> int:
        return len(self.ids)

    def find(self, name: str) -> int | None:
        return self._at.get(name)

    def ensure(self, name: str) -> int:
        """The position of an id, made when it is new."""
        at = self._at.setdefault(name, len(self.ids))
        if at == len(self.ids):
            self.ids.append(name)
        return at

    def column(self, names: Sequence[str]) -> Integers:
        """Positions of ids that are all known: one look-up each, or each distinct one."""
        if isinstance(names, Picked):
            occur = np.unique(names.places)
            at = np.zeros(len(names.ids), np.int32)
            at[occur] = self.column([names.ids[place] for place in occur.tolist()])
            found: Integers = at[names.places]
            return found
        return np.fromiter(map(self._at.__getitem__, names), np.int32, len(names))

    def ordered(self, positions: Iterable[int]) -> list[int]:
        """In order of id."""
        found = sorted(positions)
        if found and found[-1] >= self._in_order:
            found.sort(key=self.ids.__getitem__)
        return found


@dataclass(frozen=True, slots=True)
class Pairs:
    """Distinct pairs, in order of head then tail (as integers); `weights` the strongest of each."""

    heads: Integers
    tails: Integers
    weights: NDArray[Any]


class Relation:
    """Acts from tails to heads, each with a weight; counted, the strongest of a pair counts.

    Rows are read in order of id of their other end.
    """

    def __init__(
        self,
        names: tuple[Names, Names],
        tails: Integers,
        heads: Integers,
        weights: NDArray[Any] | None = None,
    ) -> None:
        """`names` of tails and heads; without `weights` every act weighs 1."""
        self._tail_names, self._head_names = names
        self._repeats = False
        key = heads.astype(np.int64) * max(1, len(names[0])) + tails
        order = np.argsort(key, kind="stable")
        key = key[order]
        if len(key) and bool((key[1:] == key[:-1]).any()):
            self._repeats = True
            if weights is not None:
                order = np.lexsort((weights, tails, heads))  # the strongest of a pair comes last
        self._tails = tails[order]
        self._weights = None if weights is None else weights[order]
        self._head_starts = _starts(heads, len(names[1]))
        self._heads = heads[order][np.argsort(self._tails, kind="stable")]
        self._tail_starts = _starts(tails, len(names[0]))
        self._into: dict[int, dict[int, tuple[float, ...]]] = {}  # touched heads → tail → acts
        self._out: dict[int, list[int]] = {}  # touched tails → heads

    def into(self, head: int) -> dict[int, float]:
        """Tails of a head, each with its strongest weight."""
        touched = self._into.get(head)
        if touched is not None:
            return {tail: max(acts) for tail, acts in touched.items()}
        if head >= len(self._head_starts) - 1:
            return {}
        start, end = self._head_starts[head], self._head_starts[head + 1]
        tails = self._tails[start:end].tolist()
        if self._weights is None:
            return dict.fromkeys(tails, 1.0)
        return dict(zip(tails, self._weights[start:end].tolist(), strict=True))

    def tails(self, head: int) -> list[int]:
        touched = self._into.get(head)
        if touched is not None:
            return list(touched)
        if head >= len(self._head_starts) - 1:
            return []
        found: list[int] = self._tails[
            self._head_starts[head] : self._head_starts[head + 1]
        ].tolist()
        return list(dict.fromkeys(found)) if self._repeats else found

    def heads(self, tail: int) -> list[int]:
        touched = self._out.get(tail)
        if touched is not None:
            return touched.copy()
        if tail >= len(self._tail_starts) - 1:
            return []
        found: list[int] = self._heads[
            self._tail_starts[tail] : self._tail_starts[tail + 1]
        ].tolist()
        return list(dict.fromkeys(found)) if self._repeats else found

    def __len__(self) -> int:
        """Of what was there at first: good enough to compare amounts of work."""
        return len(self._tails)

    def tail_count(self, head: int) -> int:
        touched = self._into.get(head)
        if touched is not None:
            return len(touched)
        if head >= len(self._head_starts) - 1:
            return 0
        return int(self._head_starts[head + 1] - self._head_starts[head])

    def has_head(self, head: int) -> bool:
        """Whether anything leads to this head."""
        return self.tail_count(head) > 0

    def with_heads(self) -> NDArray[np.bool_]:
        """Of every head, whether anything leads to it."""
        found = np.zeros(len(self._head_names), bool)
        found[: len(self._head_starts) - 1] = np.diff(self._head_starts) > 0
        for head, acts in self._into.items():
            found[head] = bool(acts)
        return found

    def count(self, tail: int, head: int, weight: float) -> int:
        """How often this very act is there."""
        return self._acts(head).get(tail, ()).count(weight)

    def add(self, tail: int, head: int, weight: float = 1.0) -> None:
        acts = self._touch(head)
        known = acts.get(tail)
        if known is None:
            self._link(tail, head)
            acts[tail] = (weight,)
            ordered = self._tail_names.ordered(acts)
            self._into[head] = {at: acts[at] for at in ordered}
        else:
            acts[tail] = (*known, weight)

    def remove(self, tail: int, head: int, weight: float = 1.0) -> None:
        """Raises KeyError when that act is not there."""
        acts = self._touch(head)
        left = list(acts[tail])
        if weight not in left:
            raise KeyError(tail)
        left.remove(weight)
        if left:
            acts[tail] = tuple(left)
        else:
            del acts[tail]
            self._out[tail] = [at for at in self.heads(tail) if at != head]

    def __iter__(self) -> Iterator[tuple[int, int, float]]:
        """Every act: tail, head, weight."""
        for head in range(len(self._head_names)):
            for tail, acts in self._acts(head).items():
                for weight in acts:
                    yield tail, head, weight

    def pairs(self) -> Pairs:
        """Everything at once; what is in arrays already is not copied when nothing changed."""
        counts = np.diff(self._head_starts)
        heads = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        tails = self._tails
        weights = np.ones(len(tails), np.float16) if self._weights is None else self._weights
        keep = np.ones(len(tails), bool)
        if self._repeats:
            keep[:-1] = (heads[1:] != heads[:-1]) | (tails[1:] != tails[:-1])
        if self._into:
            touched = np.zeros(len(self._head_names), bool)
            touched[list(self._into)] = True
            keep &= ~touched[heads]
        if not keep.all():
            heads, tails, weights = heads[keep], tails[keep], weights[keep]
        if not self._into:
            return Pairs(heads, tails, weights)
        more = [(h, t, max(w)) for h, row in self._into.items() for t, w in row.items()]
        heads = np.concatenate((heads, np.array([h for h, _, _ in more], np.int32)))
        tails = np.concatenate((tails, np.array([t for _, t, _ in more], np.int32)))
        weights = np.concatenate((weights, np.array([w for _, _, w in more], weights.dtype)))
        order = np.lexsort((tails, heads))
        return Pairs(heads[order], tails[order], weights[order])

    def _acts(self, head: int) -> dict[int, tuple[float, ...]]:
        touched = self._into.get(head)
        if touched is not None:
            return touched
        if head >= len(self._head_starts) - 1:
            return {}
        start, end = self._head_starts[head], self._head_starts[head + 1]
        tails = self._tails[start:end].tolist()
        weights = [1.0] * len(tails) if self._weights is None else self._weights[start:end].tolist()
        if not self._repeats:
            return dict(zip(tails, zip(weights, strict=True), strict=True))
        acts: dict[int, tuple[float, ...]] = {}
        for tail, weight in zip(tails, weights, strict=True):
            acts[tail] = (*acts.get(tail, ()), weight)
        return acts

    def _touch(self, head: int) -> dict[int, tuple[float, ...]]:
        if head not in self._into:
            self._into[head] = self._acts(head)
        return self._into[head]

    def _link(self, tail: int, head: int) -> None:
        self._out[tail] = self._head_names.ordered([*self.heads(tail), head])


def _starts(ends: Integers, count: int) -> NDArray[np.int64]:
    """Where the row of each position begins in a sorted list of acts; one more for the end."""
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=count), out=starts[1:])
    return starts
