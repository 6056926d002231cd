"""Peer of the suite: torchattacks on one CPU thread."""

import torchattacks
from problem import closest, measure


def prepare(network, case):
    epsilon, options = case.get("epsilon"), case["options"]
    steps, l2 = options.get("steps"), options.get("norm") == "l2"
    makers = {
        "fgsm": lambda: torchattacks.FGSM(network, eps=epsilon),
        "momentum": lambda: torchattacks.MIFGSM(network, eps=epsilon, alpha=epsilon / steps, steps=steps, decay=1.0),
        "pgd": lambda: pgd(network, epsilon, steps, l2),
        "apgd": lambda: apgd(network, epsilon, options),
        "deepFool": lambda: torchattacks.DeepFool(network, steps=50),
        "carliniWagner": lambda: carlini_wagner(network, options),
        "fab": lambda: fab(network, options),
        "jsma": lambda: torchattacks.JSMA(network, theta=1.0, gamma=0.1),
        "square": lambda: torchattacks.Square(network, norm="L2" if l2 else "Linf", eps=epsilon, n_queries=options["queries"]),
    }
    make = makers.get(case["attack"])
    return make and make()


def pgd(network, epsilon, steps, l2):
    if l2:
        return torchattacks.PGDL2(network, eps=epsilon, alpha=epsilon / 30, steps=steps)
    return torchattacks.PGD(network, eps=epsilon, alpha=epsilon / 30, steps=steps)


def apgd(network, epsilon, options):
    if options.get("loss") == "targeted-dlr":
        return torchattacks.APGDT(network, norm="Linf", eps=epsilon, steps=100, n_restarts=1, n_classes=10)
    return torchattacks.APGD(network, norm="Linf", eps=epsilon, steps=100, n_restarts=1, loss="ce")


def carlini_wagner(network, options):
    if options.get("searches") != 1:
        return None
    return torchattacks.CW(network, c=options["constant"], kappa=0, steps=options["steps"], lr=0.01)


def fab(network, options):
    attack = torchattacks.FAB(network, norm="Linf", eps=1.0, steps=100, multi_targeted="targets" in options, n_classes=10)
    if "targets" not in options:
        return attack

    def passes(x, y):  # the attack itself stops at the first target that breaks an image
        for attack.target_class in range(2, options["targets"] + 2):
            yield attack.attack_single_run_targeted(x, y)

    return lambda x, y: closest(x, passes(x, y))


measure("torchattacks", prepare)
