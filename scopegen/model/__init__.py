"""The nouns of an engagement: frozen values without behaviour that needs a disk or a clock."""
