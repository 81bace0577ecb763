"""The long proofs: each promise has a harness here that tries to break it. `make trust` runs all of them."""
