"""The use cases: check, build, begin. The only reader of clock, disk and environment."""
