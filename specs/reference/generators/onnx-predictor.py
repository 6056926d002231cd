"""Saves small ONNX models, with the answers of ONNX Runtime in Python.

Usage: python specs/reference/generators/onnx-predictor.py   (needs torch, onnx, onnxruntime)
"""

import base64
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

path = Path(__file__).parent.parent / "golden" / "onnx-predictor.json"
torch.manual_seed(6)
rng = np.random.default_rng(6)
cases = []


def model(name, nodes, inputs, outputs, constants, ir=10, external=None):
    graph = helper.make_graph(nodes, name, inputs, outputs, [numpy_helper.from_array(v, k) for k, v in constants.items()])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("ai.onnx.ml", 3)])
    made.ir_version = ir
    return made


def case(name, made, inputs, item_shape, scores, external=False):
    session = onnxruntime.InferenceSession(made.SerializeToString())
    answer = session.run([scores], {session.get_inputs()[0].name: inputs})[0]
    files = {}
    if external:
        folder = Path("/tmp")
        onnx.save(made, folder / "e.onnx", save_as_external_data=True, location="weights.bin", size_threshold=64)
        files["weights.bin"] = base64.b64encode((folder / "weights.bin").read_bytes()).decode()
        content = (folder / "e.onnx").read_bytes()
    else:
        content = made.SerializeToString()
    items = np.moveaxis(inputs, 1, -1) if inputs.ndim == 4 else inputs
    cases.append(
        {
            "name": name,
            "model": base64.b64encode(content).decode(),
            "files": files,
            "output": scores,
            "itemShape": item_shape,
            "inputs": items.astype("float32").ravel().tolist(),
            "answer": answer.ravel().tolist(),
            "count": len(inputs),
        }
    )


value = helper.make_tensor_value_info
kernel, dense = rng.normal(size=(4, 2, 3, 3)).astype("f"), rng.normal(size=(4 * 36, 3)).astype("f")
nodes = [
    helper.make_node("Conv", ["x", "k"], ["c"]),
    helper.make_node("Relu", ["c"], ["r"]),
    helper.make_node("Flatten", ["r"], ["f"]),
    helper.make_node("MatMul", ["f", "d"], ["y"]),
]


def images(batch, ir=10):
    return model(
        "images",
        nodes,
        [value("x", TensorProto.FLOAT, [batch, 2, 8, 8])],
        [value("y", TensorProto.FLOAT, [batch, 3])],
        {"k": kernel, "d": dense},
        ir,
    )


pictures = rng.uniform(size=(5, 2, 8, 8)).astype("f")
case("images with the channels first", images("n"), pictures, [8, 8, 2], "y")
case("external data", images("n"), pictures, [8, 8, 2], "y", external=True)

# The operator of scikit-learn's converters: labels and scores
linear = model(
    "linear",
    [
        helper.make_node(
            "LinearClassifier",
            ["x"],
            ["label", "scores"],
            domain="ai.onnx.ml",
            coefficients=rng.normal(size=12).tolist(),
            intercepts=[0.1, 0.2, 0.3],
            classlabels_ints=[0, 1, 2],
            post_transform="SOFTMAX",
        )
    ],
    [value("x", TensorProto.FLOAT, [None, 4])],
    [value("label", TensorProto.INT64, [None]), value("scores", TensorProto.FLOAT, [None, 3])],
    {},
)
rows = rng.normal(size=(6, 4)).astype("f")
case("scores of a classifier of scikit-learn", linear, rows, [4], "scores")
case("its labels", linear, rows, [4], "label")

halves = model(
    "halves",
    [helper.make_node("MatMul", ["x", "w"], ["y"])],
    [value("x", TensorProto.FLOAT16, [None, 4])],
    [value("y", TensorProto.FLOAT16, [None, 3])],
    {"w": rng.normal(size=(4, 3)).astype("float16")},
)
case("half precision", halves, rows.astype("float16"), [4], "y")

fixed = images(1).SerializeToString()
session = onnxruntime.InferenceSession(fixed)
answers = [session.run(["y"], {"x": picture[None]})[0] for picture in pictures]
cases.append({**cases[0], "name": "a batch of fixed size", "model": base64.b64encode(fixed).decode(), "answer": np.concatenate(answers).ravel().tolist()})

newer = base64.b64encode(images("n", ir=99).SerializeToString()).decode()
path.write_text(json.dumps({"cases": cases, "newer": newer}))
print(path.stat().st_size)
