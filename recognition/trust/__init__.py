"""Endorsement value of a badge: how many independent voices stand behind it.

What it is given: `edges`, the same as an annotated networkx graph (`graph`) or in columns
(`columns`). How it is held: `relation`, `network`, `reach`. How one badge is scored: `chains`,
the vertex-disjoint chains of people, `seating`, who gets which place in each circle, `value`, the
whole standing, `scoring`, its numbers alone. All badges at once: `bulk`, `matching`. A graph
that stays while acts come and go: `live`, `known`. What would raise a badge: `explain`. The
JSON of `recognition trust score`: `contract`; `convert` and `describe` try it on public
networks. None of these knows the database or HTTP.
"""
