"""The element in the pages of others."""
