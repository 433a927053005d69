"""The pages of round tables: those for everybody, and those behind a signed link."""
