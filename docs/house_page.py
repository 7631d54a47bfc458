"""The page on the house standard: how it works, and every field as the schema has it."""

from __future__ import annotations

from spec_page import row

from scopegen.source import fields
from scopegen.workflow.standard import house_schema

PAGE = """\
# The house standard

A firm keeps what its engagements share in one file, `house.yaml`: who we are, what we charge, how
far an engagement may go, which clauses must be there. An engagement below it says only what
differs.
*Een bureau zet in `house.yaml` wat al zijn opdrachten delen. Een opdracht zegt alleen wat anders
is.*

`scopegen house init` writes a first one. Made from `schemas/house.yaml`; a test keeps the table
true.

## Which standard counts

1. The one that you name: `scopegen check --house ../house.yaml` (a file, or the folder of it).
2. The one that the spec names: `house: {standard: ../house.yaml}`, seen from the spec. It may
   name a tag of a git checkout: `../standard@2026.2`.
3. The nearest `house.yaml`, in the folder of the spec or a folder above it, up to your home
   folder. A folder above that everybody may write in is passed by.

`scopegen check` says which one it was; `scopegen house show` lists what came from it.

## Defaults

`defaults` holds any field of [the engagement spec](spec.md). The engagement goes before the
standard, and the standard before the defaults of scopegen. Groups are merged field by field; a
list is taken whole. `none` takes away a group or a text that the standard fills in, where a
letter can do without.

## Deviations

| in `house.yaml` | what deviates |
|---|---|
| `limits` | a value below `at_least`, above `at_most`, or not in `one_of`; both ends are allowed |
| `locked` | a value that is not that of `defaults` |
| `clauses` | a clause of `required` that is missing, one of `forbidden` that is there |
| `signatories` | somebody else signs, or signs for more than `up_to` |

A limit is about the value in the letter, wherever it came from. Values in units that do not
compare, such as 24 hours and one working day, are left to a person; give a limit in each unit to
settle it.

A deviation is an error with its place, the reason and who may approve it. Until it is approved,
only `build --draft` makes the letter. `scopegen house approve FIELD --by NAME --reason TEXT`
writes the approval into the spec, with name, day and value. It counts for that value only, by
somebody who may.

## Clauses of your own

`clauses.folder` holds a folder for each clause, with `clause.yaml`, `nl.md` and `en.md`, in the
form of the bundled ones. A new name adds a clause; the name of a bundled clause takes its place,
and must keep the marks (`[#mark]`) that other clauses refer to.

A text prints fields, chooses sentences with `if`, and goes along the lists of the spec with `for`,
at most two inside each other. It may use the filters `first`, `join`, `last`, `length`, `list`,
`map(attribute=...)`, `reject`, `rejectattr`, `select`, `selectattr`, `sort`, `sum` and `unique`.
Anything else is told beforehand, with its line (SG636): it would hang, leak or crash some letter.

## Another version

`scopegen house diff OLD NEW FOLDER` says what changes, and what that does to every engagement
below the folder that is still open. A letter that was signed keeps the standard that it was
signed under: its text is in the evidence store, and later commands lay the spec over that one.

## Every field

Paths are seen from `house.yaml` and stay inside its folder; links that lead outside are refused.

| field | meaning | write | default | |
|---|---|---|---|---|
"""


def house_page(language: str = "en") -> str:
    """Write `docs/house.md`."""
    own = (each for each in fields(house_schema()) if not each.path.startswith("defaults"))
    return PAGE + "".join(row(each, {}, language) for each in own if each.example)
