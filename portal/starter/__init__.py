"""A new territory: example files, a commented configuration, publication recipes, help for editors."""
