"""Fuzzing of what reads what others wrote: specs, own clauses, returned forms and e-mail."""
