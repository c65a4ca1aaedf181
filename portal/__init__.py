"""A patient orientation portal: a territory's files become a site that patients can use."""
