"""Calls for evidence: questions, files and links from strangers, and the public register of what became of them."""
