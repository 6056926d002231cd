"""Writes small PNG, JPEG and WebP pictures of every kind, with the values that Pillow reads from them, and pictures that it resized.

Usage: python specs/reference/generators/pictures.py   (needs numpy, pillow)
"""

import base64
import io
import json
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, features

random = np.random.default_rng(19)
HEIGHT, WIDTH = 13, 11
cases = []


def smooth(channels, size=(HEIGHT, WIDTH)):
    small = random.integers(0, 256, (5, 4, channels), dtype="u1").squeeze()
    return Image.fromarray(small).resize(size[::-1], Image.BICUBIC)


def encoded(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(depth, colour, rows, interlaced=False, extra=b"", height=HEIGHT, width=WIDTH):
    """A PNG file of rows that are filtered and packed already."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def raw(depth, colour, interlaced):
    """Rows of random samples, each with a filter in turn; any bytes are valid rows."""
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    rows, turn = b"", 0
    for left, top, across, down in passes:
        columns, lines = -(-(WIDTH - left) // across), -(-(HEIGHT - top) // down)
        length = -(-columns * SAMPLES[colour] * depth // 8)
        for _ in range(lines):
            kind = turn % 5 if depth >= 8 else 0
            rows += bytes([kind]) + random.integers(0, 256, length, dtype="u1").tobytes()
            turn += 1
    return rows


def add(name, data):
    image = Image.open(io.BytesIO(data))
    image.load()
    deep = image.mode.startswith("I;16")
    grey = deep or (data[25] in (0, 4) if data[1:4] == b"PNG" else image.mode == "L")  # Pillow opens 16-bit grey with alpha as RGBA
    read = np.asarray(image) if deep else np.asarray(image.convert("L" if grey else "RGB"))
    case = {"name": name, "file": base64.b64encode(data).decode(), "channels": 1 if grey else 3, "deep": deep, "mode": image.mode, "values": encoded(read)}
    if not deep:
        case["other"] = encoded(np.asarray(image.convert("RGB" if grey else "L")))
    cases.append(case)


palette = random.integers(0, 256, 3 * 256, dtype="u1").tobytes()
for colour, depths in [(0, (1, 2, 4, 8, 16)), (2, (8, 16)), (3, (1, 2, 4, 8)), (4, (8, 16)), (6, (8, 16))]:
    for depth in depths:
        for interlaced in (False, True):
            extra = chunk(b"PLTE", palette[: 3 * 2**depth]) if colour == 3 else b""
            name = f"PNG, colour type {colour}, {depth} bits{', interlaced' if interlaced else ''}"
            add(name, png(depth, colour, raw(depth, colour, interlaced), interlaced, extra))


def saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


add("PNG of Pillow", saved(smooth(3), "PNG"))
add("PNG of Pillow with a transparent colour", saved(smooth(3), "PNG", transparency=(1, 2, 3)))
add("PNG of Pillow with a palette and alpha", saved(smooth(3).quantize(7), "PNG", transparency=3))
for name, options in {
    "4:4:4": {"subsampling": 0, "quality": 90},
    "4:2:2": {"subsampling": 1, "quality": 75},
    "4:2:0": {"subsampling": 2, "quality": 60},
    "4:2:0, progressive": {"subsampling": 2, "quality": 80, "progressive": True},
    "with restarts": {"quality": 75, "restart_marker_blocks": 1},
    "with the colours themselves": {"quality": 85, "keep_rgb": True},
}.items():
    add(f"JPEG, {name}", saved(smooth(3, (35, 50)), "JPEG", **options))
add("JPEG, grey", saved(smooth(1), "JPEG", quality=75))
rotated = Image.Exif()
rotated[0x0112] = 6
add("JPEG, rotated in EXIF", saved(smooth(3), "JPEG", quality=75, exif=rotated))
add("WebP, lossless", saved(smooth(3), "WEBP", lossless=True))
add("WebP, lossy", saved(smooth(3, (35, 50)), "WEBP", quality=70))
add("WebP, with alpha", saved(smooth(4), "WEBP", lossless=True, exact=True))

resized = []
for channels in (1, 3):
    for size in [(13, 11), (5, 4), (7, 30), (40, 40), (1, 1), (13, 3)]:
        image = smooth(channels)
        to = image.resize(size[::-1], Image.BILINEAR)
        resized.append({"channels": channels, "from": [HEIGHT, WIDTH], "size": list(size), "values": encoded(np.asarray(image)), "expected": encoded(np.asarray(to))})

golden = Path(__file__).parent.parent / "golden" / "pictures.json"
versions = {"pillow": Image.__version__ if hasattr(Image, "__version__") else "", "libjpeg-turbo": features.version("libjpeg_turbo"), "webp": features.version("webp")}
golden.write_text(json.dumps({"versions": versions, "cases": cases, "resized": resized}, separators=(",", ":")) + "\n")
print(len(cases), "pictures,", golden.stat().st_size, "bytes,", versions, {case["mode"] for case in cases})
