"""A built site put where visitors find it: one module per kind of target."""
