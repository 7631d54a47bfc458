"""Evidence of a sign-off: what came back is read, and tied to what was issued."""
