"""From a folder of content to a site of static files: all or nothing."""
