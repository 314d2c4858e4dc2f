"""Search engines side by side on the same Norwegian pages: see benchmarks/README.md."""
