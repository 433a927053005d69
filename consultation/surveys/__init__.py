"""Surveys: staff build a questionnaire and prove it, the public answers it, and nothing that was typed is lost."""
