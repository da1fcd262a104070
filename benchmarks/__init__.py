"""`python -m benchmarks`: what a request costs, how soon the others hear of it, what a socket weighs."""
