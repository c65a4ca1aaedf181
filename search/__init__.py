"""Search that runs in the visitor's browser; it knows pages only through SearchDocument."""
