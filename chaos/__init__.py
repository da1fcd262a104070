"""Break a whole installation on purpose, and judge from its callers' records whether it kept its promises."""
