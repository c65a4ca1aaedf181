"""A published site, asked as a visitor's browser asks it: what an operator should mend at the host."""
