"""Review links: somebody without an account reads one draft and says what they think of it."""
