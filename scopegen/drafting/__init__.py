"""Nouns, terms and the clause library become a Document; wording, numbering and phrasing."""
