"""What was asked, what people said and what was done about it: rows that stand on consultations and on ambitions."""
