"""The original demo, with the titles of the measurement and copies enough of them."""
import os
import sys

sys.path.insert(0, os.environ["BENCH_ORIGINAL"])

import inventory_mock  # noqa: E402

with open(os.environ["BENCH_ISBNS"]) as lines:
    for isbn in lines.read().split():
        inventory_mock._inventory[isbn] = {
            "isbn": isbn, "title": "A Title of " + isbn, "author": "Author", "price": 12.99, "stock": 1_000_000_000}

from app import create_app  # noqa: E402

application = create_app()
