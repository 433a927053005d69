"""The public pages of calls for evidence: what everybody sees, what only the holder of a token does."""
