"""From published open data to the tables of content/directory. One published format per module."""
