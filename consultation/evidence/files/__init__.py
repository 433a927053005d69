"""What a file from a stranger is: looked at in pieces, never unpacked, never run. Knows no database."""
