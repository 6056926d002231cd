"""Draws pictures, or reads them with Pillow and NumPy on one thread.

Usage: python pillow.py draw FOLDER COUNT [grey] | python pillow.py read FOLDER   (needs numpy, pillow)
"""

import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image


def draw(folder, count, grey):
    random = np.random.default_rng(1)
    for i in range(count):
        small = Image.fromarray(random.integers(0, 256, (8, 8, 3), dtype="u1"))
        smooth = np.asarray(small.resize((32, 32), Image.BICUBIC)).astype(int)
        picture = np.clip(smooth + random.integers(-6, 7, smooth.shape), 0, 255).astype("u1")
        path = folder / str(i % 10)
        path.mkdir(parents=True, exist_ok=True)
        image = Image.fromarray(picture)
        (image.convert("L").resize((28, 28)) if grey else image).save(path / f"{i}.png")


def read(folder):
    start = time.process_time()
    paths = sorted(folder.glob("*/*.png"))
    pixels = np.empty((len(paths), 32, 32, 3), "f4")
    for at, path in enumerate(paths):
        pixels[at] = np.asarray(Image.open(path).convert("RGB"))
    pixels /= 255
    print(time.process_time() - start)


command, folder, *count = sys.argv[1:]
if command == "draw":
    draw(Path(folder), int(count[0]), "grey" in count)
else:
    read(Path(folder))
