"""When this happened, that follows: every consequence that crosses domains, by the domain in which it begins."""
