"""What a territory writes, as types. Everything after loading trusts them."""
