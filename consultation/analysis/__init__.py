"""What people said, for those who read it: counts, themes, campaigns, exports, and what of it becomes public."""
