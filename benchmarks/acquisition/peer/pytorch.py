"""Peer of the suite: DeepAL+'s algorithms, or equivalents in the same style with PyTorch, NumPy, SciPy and scikit-learn."""

import resource
import sys
import time
from pathlib import Path

import sklearn
import torch
from features import Features
from gradients import Gradients
from network import load
from predictions import Draws, Predictions
from software_testing import SoftwareTesting

sys.path.insert(0, str(Path(__file__).parents[2] / "peers"))
from protocol import serve  # noqa: E402

torch.set_num_threads(1)


class Strategies(Predictions, Draws, Gradients, Features, SoftwareTesting):
    """All strategies, each under the name of the acquisition function that it is compared with."""


loaded = {}


def prepare(case):
    folder = Path(case["folder"])
    if folder not in loaded:
        loaded[folder] = load(folder)
    network, images = loaded[folder]
    labelled, pool = images[: case["labelled"]], images[case["poolStart"] :][: case["pool"]]
    options = {**case.get("options", {}), **case.get("peerOptions", {})}
    candidates = options.pop("candidates", None)
    strategy = Strategies(network, labelled, pool[:candidates], case["count"], case.get("peerImages"))
    strategy.batches(pool[:256], lambda x: network(x)[0])
    if case.get("given"):
        strategy.give()

    def sample():
        reset_peak()
        start = time.process_time()
        scaled = getattr(strategy, case["acquisition"])(**options)
        seconds = time.process_time() - start
        return {"value": scaled or seconds, "bytes": peak()}

    return sample


def reset_peak():
    if sys.platform == "linux":
        Path("/proc/self/clear_refs").write_text("5")


def peak():
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


if __name__ == "__main__":
    serve({"version": f"{torch.__version__}, scikit-learn {sklearn.__version__}", "threads": torch.get_num_threads()}, prepare)
