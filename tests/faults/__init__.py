"""The fault harness: commands that are killed, or refused by the disk, at any of their writes."""
