"""A person's data, wherever it is kept: shown and erased."""
