"""
What is different between two editions of the guidance, or two rulebooks.

``rulebooks`` compares them for every case there could be, which needs z3; ``cases`` on the
cases of a file, which needs Polars. Neither is loaded until it is asked for.
"""
