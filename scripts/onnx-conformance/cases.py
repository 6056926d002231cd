"""Writes the node tests of ONNX's backend suite into a folder: one .onnx per test, and its tensors as JSON.

python scripts/onnx-conformance/cases.py FOLDER
"""
import json
import pathlib
import sys

import numpy as np
import onnx
from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


names = {'inf': 'Infinity', '-inf': '-Infinity'}


def operators_in(graph):
    """The operators of a graph and of the graphs in its nodes."""
    for node in graph.node:
        yield node.op_type
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                yield from operators_in(attribute.g)


def tensor(value):
    if isinstance(value, onnx.TensorProto):
        value = numpy_helper.to_array(value)
    array = np.asarray(value)
    if array.dtype.kind not in 'biufV' or array.dtype.names:
        return None
    numbers = array.astype(np.float64).ravel()
    data = [float(number) if np.isfinite(number) else names.get(str(number), 'NaN') for number in numbers]
    return {'shape': list(array.shape), 'data': data, 'dtype': str(array.dtype)}


tests = []
for case in collect_testcases(None):
    nodes = list(case.model.graph.node)
    operator = nodes[0].op_type if len(nodes) == 1 else '+'.join(dict.fromkeys(node.op_type for node in nodes))
    domain = nodes[0].domain if nodes else ''
    sets = []
    for inputs, outputs in case.data_sets:
        try:
            sets.append({'inputs': [tensor(value) for value in inputs], 'outputs': [tensor(value) for value in outputs]})
        except Exception:  # sequences and optional values
            sets = None
            break
    tests.append({
        'name': case.name,
        'operator': operator,
        'domain': domain,
        'operators': list(operators_in(case.model.graph)),
        'inputs': [value.name for value in case.model.graph.input],
        'outputs': [value.name for value in case.model.graph.output],
        'rtol': case.rtol,
        'atol': case.atol,
        'sets': sets,
    })
    (folder / f'{case.name}.onnx').write_bytes(case.model.SerializeToString())
(folder / 'tests.json').write_text(json.dumps(tests))
print(onnx.__version__, len(tests))
