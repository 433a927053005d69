"""What staff see of the answers. Nothing here shows who answered."""
