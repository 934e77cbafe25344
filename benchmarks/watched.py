"""
Run a command; print its seconds, its processor seconds and its peak memory in bytes as one line of JSON.

    python watched.py COMMAND...

A process of its own, and a small one: Linux counts what the parent held at the start
towards the peak of a child.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time


def main(command: list[str]) -> int:
    """Run, print, and pass the exit code on."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603  only our own commands
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    found = {"seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss * 1024}
    sys.stdout.write(json.dumps(found))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
