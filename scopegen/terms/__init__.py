"""Executable terms: pure functions of an engagement, without clock or disk."""
