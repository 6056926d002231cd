"""Peer of the suite: auto-attack on one CPU thread."""

import torch
from autoattack import AutoAttack
from autoattack.autopgd_base import APGDAttack, APGDAttack_targeted
from autoattack.fab_pt import FABAttack_PT
from autoattack.square import SquareAttack
from problem import closest, measure

shared = {"device": "cpu", "seed": 1}


def prepare(network, case):
    makers = {"apgd": apgd, "fab": fab, "square": square, "autoAttack": auto_attack}
    make = makers.get(case["attack"])
    return make and make(network, case.get("epsilon"), case["options"])


def apgd(network, epsilon, options):
    settings = {"norm": "Linf", "eps": epsilon, "n_iter": 100, "n_restarts": 1, **shared}
    if options.get("loss") == "targeted-dlr":
        return APGDAttack_targeted(network, n_target_classes=9, **settings).perturb
    return APGDAttack(network, loss="ce", **settings).perturb


def fab(network, _, options):
    attack = FABAttack_PT(network, norm="Linf", n_restarts=1, n_iter=100, eps=1.0, n_target_classes=9, **shared)
    if "targets" not in options:
        return attack.perturb

    def passes(x, y):  # `perturb` stops at the first target that breaks an image
        for attack.target_class in range(2, options["targets"] + 2):
            yield attack.attack_single_run(x, y, is_targeted=True)

    return lambda x, y: closest(x, passes(x, y))


def square(network, epsilon, options):
    norm = "L2" if options.get("norm") == "l2" else "Linf"
    return SquareAttack(network, norm=norm, eps=epsilon, n_queries=options["queries"], resc_schedule=True, **shared).perturb


def auto_attack(network, epsilon, _):
    attack = AutoAttack(network, norm="Linf", eps=epsilon, version="standard", verbose=False, **shared)
    return lambda x, y: attack.run_standard_evaluation(x, y, bs=len(y)).to(torch.float32)


measure("autoattack", prepare)
