"""The protocol of a peer in Python; package.mjs implements it for this package."""

import json
import resource
import sys


def serve(about, prepare):
    """Describes the peer in one line of JSON, then answers each line of standard input, a case.

    `prepare` is called once per case and returns a function that takes one sample: a number in the unit of the row, or a
    dictionary with this number as `value` and optionally the peak memory in `bytes` and a `note` for the table. The dictionary
    is `{"absent": True}` if the peer does not offer the case. An exception is answered as an error.
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
