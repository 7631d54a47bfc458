"""Text and a Cerberus schema to typed values with a place for every one; YAML's landlord.

YAML is read as plain text only: no anchors, no tags, no guessing that `no` is false or that 012 is
ten. What a value means follows from the kind that the schema gives it. Wrong input gives all its
diagnostics at once; nothing here raises on what a user wrote.
"""

from scopegen.source.characters import bounded, check_text, check_value, decode
from scopegen.source.editor import json_schema
from scopegen.source.overlay import Underlay
from scopegen.source.reading import Tree, read
from scopegen.source.schema import Field, Schema, fields, load_schema

__all__ = [
    "Field",
    "Schema",
    "Tree",
    "Underlay",
    "bounded",
    "check_text",
    "check_value",
    "decode",
    "fields",
    "json_schema",
    "load_schema",
    "read",
]
