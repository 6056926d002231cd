"""The protocol of a peer in Python; that of this package is package.mjs."""

import json
import resource
import sys


def serve(about, prepare):
    """Says in one line of JSON what the peer is, then answers every line of standard input, a case.

    `prepare` sets a case up, once, and returns a function that takes one sample of it: a number in the unit of the
    row, or a dictionary of this `value`, the peak memory in `bytes` and a `note` to stand beside it, each where there is
    one, or of `absent` where the peer has no such thing.
    What it raises is the answer to a case that the peer cannot do.
    """
    answer(about)
    prepared = {}
    for line in sys.stdin:
        case = json.loads(line)
        try:
            if case["measurement"] == "memory":
                answer({"value": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)})
                continue
            if line not in prepared:
                prepared[line] = prepare(case)
            sample = prepared[line]()
            answer(sample if isinstance(sample, dict) else {"value": sample})
        except Exception as error:
            answer({"error": str(error).split("\n")[0] or type(error).__name__})


def answer(message):
    print(json.dumps(message), flush=True)
