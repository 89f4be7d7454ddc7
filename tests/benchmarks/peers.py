"""The peers' side of KernelBenchmark: reads the name of a case per line, answers with NumPy's and PyTorch's microseconds per call."""
import sys, time, ctypes, glob
import numpy as np
try:
    import torch
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
except ImportError:
    torch = None

def core_name():
    for line in open("/proc/self/maps"):
        if "openblas" in line:
            library = ctypes.CDLL(line.split()[-1])
            library.openblas_get_corename.restype = ctypes.c_char_p
            return "OpenBLAS " + library.openblas_get_corename().decode()
    return "no OpenBLAS"

def numbers(*dims):
    return np.random.default_rng(1).random(dims, dtype=np.float32) * 4 + np.float32(0.001)

def sigmoid(x, out):
    np.negative(x, out); np.exp(out, out); np.add(out, 1, out); np.divide(1, out, out)

def numpy_softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)

def numpy_layer_norm(x, g, b):
    c = x - x.mean(-1, keepdims=True)
    return c / np.sqrt((c * c).mean(-1, keepdims=True) + np.float32(1e-5)) * g + b

def both(x, with_numpy, with_torch):
    """Calls that take the arrays of x; torch's see the same memory."""
    tensors = [torch.from_numpy(a) for a in x] if torch else None
    return (lambda: with_numpy(*x)) if with_numpy else None, (lambda: with_torch(*tensors)) if torch and with_torch else None

def case(name):
    op, _, rest = name.partition(" ")
    if op in ("Exp", "Tanh", "Sigmoid", "Log", "Sin", "Erf", "Relu"):
        n = 4096 if rest == "4096" else 1 << 20
        x, out = numbers(n), np.empty(n, np.float32)
        result = torch.empty(n) if torch else None
        own = {"Exp": lambda a: np.exp(a, out), "Tanh": lambda a: np.tanh(a, out), "Sigmoid": lambda a: sigmoid(a, out), "Log": lambda a: np.log(a, out),
               "Sin": lambda a: np.sin(a, out), "Relu": lambda a: np.maximum(a, 0, out), "Erf": None}[op]
        other = {"Relu": lambda a: torch.clamp(a, min=0, out=result)}.get(op) or (lambda a: getattr(torch, op.lower())(a, out=result))
        return both([x], own, other)
    if name.startswith("Add"):
        a, b = (numbers(12544, 64), numbers(64)) if "+" in rest else (numbers(4096 if rest == "4096" else 1 << 20), numbers(4096 if rest == "4096" else 1 << 20))
        out, result = np.empty_like(a), torch.empty(a.shape) if torch else None
        return both([a, b], lambda p, q: np.add(p, q, out), lambda p, q: torch.add(p, q, out=result))
    if op == "Chain":
        return both([numbers(1 << 20)], lambda x: np.maximum(x * np.float32(1.5) + np.float32(0.25), 0) * x, lambda x: torch.relu(x * 1.5 + 0.25) * x)
    if op in ("Sum", "Max", "Mean"):
        shape, _, axes = rest.partition(" ax")
        x = numbers(*[1 << 20 if d == "1M" else int(d) for d in shape.split("x")])
        axis = tuple(int(a) for a in axes.split()[-1].split(",")) if axes else (0,)
        other = torch and {"Sum": torch.sum, "Max": torch.amax, "Mean": torch.mean}[op]
        return both([x], lambda a: getattr(a, op.lower())(axis), lambda a: other(a, axis))
    if op in ("Softmax", "LogSoftmax"):
        x = numbers(*map(int, rest.split("x")))
        if op == "LogSoftmax":
            return both([x], lambda a: a - a.max(-1, keepdims=True) - np.log(np.exp(a - a.max(-1, keepdims=True)).sum(-1, keepdims=True)), lambda a: torch.log_softmax(a, -1))
        return both([x], numpy_softmax, lambda a: torch.softmax(a, -1))
    if op == "LayerNorm":
        return both([numbers(1000, 768), numbers(768), numbers(768)], numpy_layer_norm, lambda x, g, b: torch.nn.functional.layer_norm(x, (768,), g, b))
    if op == "MatVec":
        return both([numbers(1, 1024), numbers(1024, 1024)], np.matmul, torch and torch.matmul)
    if op == "MatMul":
        m, k, n = map(int, rest.split("x"))
        out = np.empty((m, n), np.float32)
        return both([numbers(m, k), numbers(k, n)], lambda a, b: np.matmul(a, b, out), torch and torch.matmul)
    if op == "Transpose":
        dims, _, order = rest.partition(" ")
        x = numbers(*map(int, dims.split("x")))
        order = tuple(map(int, order.split(","))) if order else (1, 0)
        return both([x], lambda a: np.ascontiguousarray(a.transpose(order)), lambda a: a.permute(order).contiguous())
    if op == "Gather":
        indices = np.arange(10000, dtype=np.int64) * 7919 % 50000
        return both([numbers(50000, 64), indices], lambda x, i: x.take(i, 0), torch and (lambda x, i: torch.index_select(x, 0, i)))
    if op == "Concat":
        return both([numbers(1000, 512), numbers(1000, 512)], lambda a, b: np.concatenate((a, b), 1), lambda a, b: torch.cat((a, b), 1))
    if op == "Pad":
        return both([numbers(112, 112, 32)], lambda a: np.pad(a, ((1, 1), (1, 1), (0, 0))), lambda a: torch.nn.functional.pad(a, (0, 0, 1, 1, 1, 1)))
    return None, None

def turn(call):
    if call is None:
        return float("nan")
    start, least, calls = time.perf_counter(), 1e9, 0
    while calls < 3 or time.perf_counter() - start < 0.008:
        begin = time.perf_counter()
        call()
        least, calls = min(least, time.perf_counter() - begin), calls + 1
    return least * 1e6

numbers(1) @ numbers(1)
print(core_name(), "NumPy", np.__version__, "PyTorch", torch.__version__ if torch else "none", flush=True)
cases = {}
for line in sys.stdin:
    name = line.strip()
    if name == "quit":
        break
    if name not in cases:
        cases = {name: case(name)}
    print(*[f"{turn(call):.3f}" for call in cases[name]], flush=True)
