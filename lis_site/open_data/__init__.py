"""Everything that is not personal, as data: an index, a file for each set, and one bundle of them all."""
