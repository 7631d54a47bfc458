"""The register: an append-only journal of events, and the evidence behind them.

It remembers and never decides. Each row carries the hash of the row before it, so that nothing can
be changed, taken out or slipped in without it being seen.
"""
