"""External links of the content, asked one by one when someone wants to know; a build never asks any."""
