"""The directory given back: one published format per module, each ``export(directory)`` to files by name."""
