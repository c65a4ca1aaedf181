"""The site as it would be built, served to the browser of this machine while someone writes it."""
