"""The words of the domain, as frozen types. Knows nothing of files, clocks or networks."""
