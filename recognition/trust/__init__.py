"""Endorsement value of a badge: how many independent voices stand behind it.

`edges` is what the metric is given, `graph` the same as an annotated networkx graph,
`network` the indexed form the scorer walks, `chains` the vertex-disjoint chains of people,
`seating` who gets which place in each circle, `value` the standing of every badge, `explain`
what would raise it, `contract` the JSON of `recognition trust score`; `convert` and
`describe` try it on public networks. None of these knows the database or HTTP.
"""
