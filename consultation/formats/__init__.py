"""Asking for a document in another format: large print, easy read, braille, audio, another language."""
