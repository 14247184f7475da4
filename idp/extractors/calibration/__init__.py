"""How sure are we, measured? Signals of every field, line and document → probabilities learned on documents with known truth."""
