"""Compiled clause templates, kept between runs: compiling takes most of the time of one letter.

What Python does for its modules in `__pycache__`, this does for our own clauses, beside them. It is
never used for templates that come from elsewhere, and a folder that cannot be written, or a file
that was damaged, only costs time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

DIGEST = hashlib.sha256().digest_size


class CompiledTemplates(BytecodeCache):
    """A folder with one file a template; each file opens with the SHA-256 of the rest."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder; it is made when there is something to write."""
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept, if it is whole and for this text; Jinja checks its own version."""
        try:
            kept = self._place(bucket).read_bytes()
        except OSError:
            return
        mark, code = kept[:DIGEST], kept[DIGEST:]
        if hashlib.sha256(code).digest() == mark:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, whole or not at all; without a place to write nothing is kept."""
        code = bucket.bytecode_to_string()
        with contextlib.suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            self._write(self._place(bucket), hashlib.sha256(code).digest() + code)

    def _place(self, bucket: Bucket) -> Path:
        return self.folder / f"{bucket.key}.{bucket.checksum[:8]}.jinja-{jinja2.__version__}"

    def _write(self, place: Path, content: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(place)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
