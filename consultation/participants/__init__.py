"""People's data in one place to audit: organisations, contact details, consent, signed links and mail."""
