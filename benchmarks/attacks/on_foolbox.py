"""Peer of the suite: foolbox on PyTorch, on one CPU thread."""

import foolbox
import torch
from problem import measure


def prepare(network, case):
    model = foolbox.PyTorchModel(network, bounds=(0, 1))
    epsilon, options = case.get("epsilon"), case["options"]
    attacks = foolbox.attacks
    l2 = options.get("norm") == "l2"
    makers = {
        "fgsm": lambda: attacks.LinfFastGradientAttack(random_start=False),
        "pgd": lambda: (attacks.L2PGD if l2 else attacks.LinfPGD)(abs_stepsize=epsilon / 30, steps=options["steps"]),
        "deepFool": lambda: attacks.L2DeepFoolAttack(steps=50, candidates=10, overshoot=0.02, loss="logits"),
        "carliniWagner": lambda: attacks.L2CarliniWagnerAttack(
            binary_search_steps=options.get("searches", 9),
            steps=options["steps"],
            stepsize=0.01,
            initial_const=options.get("constant", 1e-3),
        ),
    }
    if case["attack"] not in makers:
        return None
    attack = makers[case["attack"]]()

    def run(x, y):
        adversarial = attack(model, x, y, epsilons=epsilon)[1]
        succeeded = adversarial.flatten(1).amax(1) > 0  # Carlini-Wagner returns a black image if it fails
        return torch.where(succeeded[:, None, None, None], adversarial, x)

    return run


measure("foolbox", prepare)
