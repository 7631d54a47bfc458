"""Tree to nouns: defaults, construction and the rules that span fields."""
