"""Evidence of a sign-off: reads what came back, ties it to what was issued, believes nothing first."""
