"""Measurements of speed, as ratios between contenders in one run. For developers; not a test."""
