"""Success of TextAttack's recipes of PWWS and DeepWordBug on a bag of words.

    python -P specs/reference/generators/text-attack.py [--golden FOLDER]
    (pip install textattack==0.3.11; needs NLTK's wordnet)

Reads the model that word-attacks.py wrote into the golden folder. The attacked texts are the beginnings of its texts, each with the end
of another one. Writes text-attack.json there: the texts with their labels, and per recipe the result and the queries of every text.
The stop words are those of src/text/stop-words.ts, so that both attack the same words.
"""

import argparse
import json
import math
import random
import re
from pathlib import Path

import numpy
import torch
from textattack.attack_recipes import DeepWordBugGao2018, PWWSRen2019
from textattack.constraints.pre_transformation import RepeatModification, StopwordModification
from textattack.models.wrappers import ModelWrapper

TEXTS, SEED = 160, 18
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
here = Path(__file__).parent
parser = argparse.ArgumentParser()
parser.add_argument("--golden", default=here.parent / "golden", type=Path)
arguments = parser.parse_args()
for seed in (random.seed, numpy.random.seed, torch.manual_seed):
    seed(SEED)

model = json.loads((arguments.golden / "word-attacks.json").read_text())
source = (here.parent.parent.parent / "src/text/stop-words.ts").read_text()
stop_words = set(re.search(r"new Set\(\s*`([^`]*)`", source).group(1).split())


def predict(text):
    keys = [word if word in model["embeddings"] else "<unknown>" for word in WORD.findall(text.lower())]
    units = [math.tanh(sum(model["embeddings"][key][unit] for key in sorted(keys))) for unit in range(len(model["output"][0]))]
    powers = [math.exp(sum(weight * unit for weight, unit in zip(row, units))) for row in model["output"]]
    return [power / sum(powers) for power in powers]


class BagOfWords(ModelWrapper):
    model = predict

    def __call__(self, texts):
        return numpy.array([predict(text) for text in texts])


halves = [(words[: len(words) // 2], words[len(words) // 2 :]) for words in (WORD.findall(each["text"].lower()) for each in model["texts"])]
pairs = [(first, second) for first in range(len(halves)) for second in range(len(halves)) if first != second]
texts = [" ".join(halves[first][0] + halves[second][1]) for first, second in random.sample(pairs, TEXTS)]
labels = [int(numpy.argmax(predict(text))) for text in texts]

results = {}
for name, recipe in [("pwws", PWWSRen2019), ("deepWordBug", DeepWordBugGao2018)]:
    attack = recipe.build(BagOfWords())
    attack.pre_transformation_constraints = [RepeatModification(), StopwordModification(stopwords=stop_words)]
    ended = [attack.attack(text, label) for text, label in zip(texts, labels)]
    results[name] = {
        "broken": [int(type(each).__name__ == "SuccessfulAttackResult") for each in ended],
        "queries": [int(each.num_queries) for each in ended],
    }
    print(name, sum(results[name]["broken"]), "of", TEXTS, "broken,", numpy.mean(results[name]["queries"]), "queries per text")

result = {"textattack": "0.3.11", "texts": texts, "labels": labels, **results}
(arguments.golden / "text-attack.json").write_text(json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n")
