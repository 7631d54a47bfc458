"""Document to bytes: Word, PDF, and reading both back; deterministic."""
