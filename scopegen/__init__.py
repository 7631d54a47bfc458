"""Engagement letters from one YAML file, and the handbrake that guards them."""

__version__ = "0.1.0"
