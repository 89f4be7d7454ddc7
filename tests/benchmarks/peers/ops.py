"""The peer's side of OpBenchmark: reads the name of a case per line, answers with microseconds per call, NumPy's where NumPy has the
function and PyTorch's (one thread) where it has not."""
import sys, time
import numpy as np
import torch
import torch.nn.functional as F
torch.set_num_threads(1)
torch.set_grad_enabled(False)
np.seterr(all="ignore")
M = 1 << 20
f32 = np.float32
random = np.random.default_rng(1)

def floats(*dims): return random.random(dims, dtype=f32) * 4 + f32(0.001)
def fractions(*dims): return random.random(dims, dtype=f32) * f32(0.98) + f32(0.001)
def whole(dtype, limit, *dims): return random.integers(1 if limit > 2 else 0, limit, dims).astype(dtype)
def flags(*dims): return random.random(dims) < 0.5
def complexes(*dims): return (random.random(dims, dtype=f32) + 1j * random.random(dims, dtype=f32)).astype(np.complex64)
def definite(n): a = fractions(n, n); return (a + a.T) / 2 + np.eye(n, dtype=f32) * n
T = torch.from_numpy

def ufunc(f, *inputs):
    out = np.empty_like(f(*inputs))
    return lambda: f(*inputs, out=out)

def tfunc(f, *inputs):
    tensors = [T(a) for a in inputs]
    out = torch.empty_like(f(*tensors))
    return lambda: f(*tensors, out=out)

def call(f, *inputs): return lambda: f(*inputs)
def tcall(f, *inputs):
    tensors = [T(a) for a in inputs]
    return lambda: f(*tensors)

def numpy_softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)

unary = dict(Abs=np.abs, Neg=np.negative, Sign=np.sign, Square=np.square, Sqrt=np.sqrt, Reciprocal=np.reciprocal, Exp=np.exp, Expm1=np.expm1, Log=np.log,
             Log1p=np.log1p, Sin=np.sin, Cos=np.cos, Tan=np.tan, Atan=np.arctan, Sinh=np.sinh, Cosh=np.cosh, Tanh=np.tanh, Asinh=np.arcsinh, Floor=np.floor,
             Ceil=np.ceil, Round=np.rint, Rint=np.rint, IsNan=np.isnan, IsInf=np.isinf, IsFinite=np.isfinite)
torch_unary = dict(Rsqrt=torch.rsqrt, Sigmoid=torch.sigmoid, Erf=torch.erf, Erfc=torch.erfc, Lgamma=torch.lgamma, Digamma=torch.digamma)
torch_calls = dict(Relu=F.relu, Relu6=F.relu6, Elu=F.elu, Selu=F.selu, Softplus=F.softplus, Softsign=F.softsign, LeakyRelu=lambda x: F.leaky_relu(x, 0.2))
binary = dict(AddV2=np.add, Sub=np.subtract, Mul=np.multiply, RealDiv=np.divide, Maximum=np.maximum, Minimum=np.minimum, Pow=np.power, FloorDiv=np.floor_divide,
              FloorMod=np.mod, TruncateMod=np.fmod, Atan2=np.arctan2, Less=np.less, LessEqual=np.less_equal, Greater=np.greater, GreaterEqual=np.greater_equal,
              Equal=np.equal, NotEqual=np.not_equal)
integer = dict(AddV2=np.add, Mul=np.multiply, FloorDiv=np.floor_divide, FloorMod=np.mod, TruncateDiv=np.floor_divide, Maximum=np.maximum, Less=np.less, Equal=np.equal,
               BitwiseAnd=np.bitwise_and, BitwiseOr=np.bitwise_or, BitwiseXor=np.bitwise_xor, LeftShift=np.left_shift, RightShift=np.right_shift)
reductions = dict(Sum=np.sum, Mean=np.mean, Max=np.max, Min=np.min, Prod=np.prod, All=np.all, Any=np.any, ArgMax=np.argmax, ArgMin=np.argmin)

def elementwise(name):
    if name in unary: return ufunc(unary[name], floats(M))
    if name in torch_unary: return tfunc(torch_unary[name], floats(M))
    if name in torch_calls: return tcall(torch_calls[name], floats(M))
    if name in ("Asin", "Acos", "Atanh"): return ufunc(getattr(np, "arc" + name[1:].lower()), fractions(M))
    if name == "Acosh": return ufunc(np.arccosh, floats(M) + 1)
    if name in binary: return ufunc(binary[name], floats(M), floats(M))
    x, y, out = floats(M), floats(M), np.empty(M, f32)
    others = {
        "ZerosLike": lambda: out.fill(0), "OnesLike": lambda: out.fill(1), "L2Loss": lambda: np.dot(x, x) / 2,
        "DivNoNan": lambda: np.where(y == 0, f32(0), x / y), "MulNoNan": lambda: np.where(y == 0, f32(0), x * y),
        "SquaredDifference": lambda: (np.subtract(x, y, out), np.square(out, out)), "Xdivy": lambda: np.where(x == 0, f32(0), x / y),
        "Xlogy": tfunc(torch.xlogy, x, y), "ClipByValue": lambda: np.clip(x, 1, 2, out), "AddN": lambda: (np.add(x, y, out), np.add(out, x, out)),
        "SelectV2": call(np.where, flags(M), x, y), "LogicalNot": ufunc(np.logical_not, flags(M)), "LogicalAnd": ufunc(np.logical_and, flags(M), flags(M)),
        "AddV2 row": ufunc(np.add, floats(1024, 1024), floats(1024)), "AddV2 column": ufunc(np.add, floats(1024, 1024), floats(1024, 1)),
        "Invert int32": ufunc(np.invert, whole(np.int32, 1000, M)), "Exp float64": ufunc(np.exp, whole(np.float64, 5, M)),
        "Complex": tcall(torch.complex, x, y), "ComplexAbs": ufunc(np.abs, complexes(M)), "Mul complex64": ufunc(np.multiply, complexes(M), complexes(M)),
    }
    return others.get(name)

def typed(name):
    op, dtype = name.split(" ")[0], name.split(" ")[-1]
    if dtype == "int32" and op in integer: return ufunc(integer[op], whole(np.int32, 1000, M), whole(np.int32, 7, M))
    if op == "AddV2" and dtype in ("float64", "int64", "uint8", "int16", "float16"): return ufunc(np.add, whole(dtype, 50, M), whole(dtype, 50, M))
    if op == "Cast":
        x = whole(name.split(" ")[1], 2, M)
        return lambda: x.astype(dtype)

def reduced(name):
    op, _, kind = name.partition(" ")
    if op in ("Sum", "Mean", "Max", "Min", "Prod", "EuclideanNorm", "All", "Any", "ArgMax", "ArgMin") and kind in ("rows", "columns", "all"):
        x = np.ones((1024, 1024), bool) if op == "All" else np.zeros((1024, 1024), bool) if op == "Any" else floats(M) if kind == "all" else floats(1024, 1024)
        axis = 1 if kind == "rows" else 0
        return call(np.linalg.norm, x, None, axis) if op == "EuclideanNorm" else call(reductions[op], x, axis)
    if op in ("Cumsum", "Cumprod"): return call(getattr(np, op.lower()), fractions(1024, 1024), 1 if kind == "rows" else 0)
    if name == "Sum int32 rows": return call(np.sum, whole(np.int32, 50, 1024, 1024), 1, np.int32)
    if name == "TopKV2": return tcall(lambda x: torch.topk(x, 10), floats(1024, 1024))
    if name == "Where": return call(np.argwhere, flags(1024, 1024))
    if name == "Unique": return call(lambda x: np.unique(x, return_inverse=True), whole(np.int32, 1000, M))
    if name == "Bincount": return call(np.bincount, whole(np.int32, 1000, M))

def shaped(name):
    x, pads = floats(1024, 1024), ((3, 5), (7, 9))
    half, quarter = floats(1024, 512), floats(M // 4, 4)
    wide = floats(1024, 2048)
    copy = np.ascontiguousarray
    space, depth = floats(1, 512, 512, 4), floats(1, 256, 256, 16)
    column = floats(1024, 1)
    return {
        "Transpose": lambda: copy(x.T), "ConcatV2 columns": lambda: np.concatenate((half, half), 1),
        "Split columns": lambda: [copy(part) for part in np.split(x, 4, 1)], "Pack last": lambda: np.stack((half.ravel(), half.ravel()), 1),
        "Unpack last": lambda: [copy(quarter[:, i]) for i in range(4)], "Slice": lambda: copy(wide[:, 500:1524]), "StridedSlice 2": lambda: copy(wide[:, ::2]),
        "Pad": lambda: np.pad(x, pads), "MirrorPad": lambda: np.pad(x, pads, mode="reflect"), "Tile": lambda: np.tile(half[:256], (2, 4)),
        "BroadcastTo": lambda: copy(np.broadcast_to(column, (1024, 1024))), "ReverseV2 rows": lambda: copy(x[:, ::-1]), "ReverseV2 order": lambda: copy(x[::-1]),
        "Roll": lambda: np.roll(x, 100, 1), "Range": lambda: np.arange(0, M, 1, np.int32), "LinSpace": lambda: np.linspace(f32(0), f32(1), M, dtype=f32),
        "Fill": lambda: np.full(M, f32(2)), "MatrixBandPart": lambda: np.tril(x),
        "SpaceToDepth": lambda: copy(space.reshape(1, 256, 2, 256, 2, 4).transpose(0, 1, 3, 2, 4, 5)),
        "DepthToSpace": lambda: copy(depth.reshape(1, 256, 256, 2, 2, 4).transpose(0, 1, 3, 2, 4, 5)),
        "SpaceToBatchND": lambda: copy(space.reshape(1, 256, 2, 256, 2, 4).transpose(2, 4, 0, 1, 3, 5)),
    }.get(name)

def indexed(name):
    table, rows, ids = floats(16384, 64), whole(np.int64, 16384, 16384), whole(np.int64, 1000, 16384)
    x, spots, square = floats(M), whole(np.int64, M, M), floats(1024, 1024)
    columns, sums = whole(np.int64, 1024, 1024), np.zeros((1000, 64), f32)
    pairs, parts, sorted_ids = whole(np.int64, 1024, M // 2, 2), whole(np.int32, 4, M), np.arange(16384) * 1000 // 16384
    ones, order = np.eye(64, dtype=f32), np.arange(M)[::-1].astype(np.int64)
    rising, classes = np.sort(floats(10000)), whole(np.int64, 64, 16384)
    def scatter(): out = table.copy(); out[rows] = table; return out
    def invert(): out = np.empty_like(order); out[order] = np.arange(M); return out
    return {
        "GatherV2 rows": lambda: table.take(rows, 0), "GatherV2 elements": lambda: x.take(spots), "GatherV2 columns": lambda: square.take(columns, 1),
        "GatherNd": lambda: square[pairs[:, 0], pairs[:, 1]], "TensorScatterUpdate": scatter, "OneHot": lambda: ones.take(classes, 0),
        "ScatterNd rows": tcall(lambda r, t: torch.zeros(16384, 64).index_add_(0, r, t), rows, table),
        "UnsortedSegmentSum": tcall(lambda i, t: torch.zeros(1000, 64).index_add_(0, i, t), ids, table),
        "UnsortedSegmentMax": tcall(lambda i, t: torch.zeros(1000, 64).scatter_reduce_(0, i[:, None].expand(-1, 64), t, "amax"), ids, table),
        "SegmentSum": lambda: np.add.reduceat(table, np.searchsorted(sorted_ids, np.arange(1000)), 0), "DynamicPartition": lambda: [x[parts == i] for i in range(4)],
        "LowerBound": lambda: np.searchsorted(rising, x), "InvertPermutation": invert,
    }.get(name)

def network(name):
    x, image = floats(1024, 1024), T(floats(1, 64, 128, 128)).contiguous(memory_format=torch.channels_last)
    wide, small = floats(16384, 64), T(floats(1, 16, 128, 128)).contiguous(memory_format=torch.channels_last)
    labels, bias, a, b = whole(np.int64, 1024, 1024), floats(64), floats(M), floats(M)
    t, w, d, c = T(x), T(floats(16, 64, 3, 3)), T(floats(64, 1, 3, 3)), T(floats(64))
    out = np.empty_like(wide)
    return {
        "Softmax": lambda: numpy_softmax(x), "LogSoftmax": lambda: torch.log_softmax(t, -1), "BiasAdd": lambda: np.add(wide, bias, out),
        "BiasAddGrad": lambda: wide.sum(0), "ReluGrad": lambda: np.where(b > 0, a, f32(0)),
        "SoftmaxCrossEntropy": lambda: (F.cross_entropy(t, T(x), reduction="none"), torch.softmax(t, -1) - t),
        "SparseSoftmaxCrossEntropy": lambda: (F.cross_entropy(t, T(labels), reduction="none"), torch.softmax(t, -1)),
        "MaxPool": lambda: F.max_pool2d(image, 2), "AvgPool": lambda: F.avg_pool2d(image, 2), "Conv2D 3x3": lambda: F.conv2d(image, w, padding=1),
        "DepthwiseConv2dNative 3x3": lambda: F.conv2d(image, d, padding=1, groups=64), "LRN": lambda: F.local_response_norm(image, 5),
        "ResizeBilinear": lambda: F.interpolate(small, (256, 256), mode="bilinear"), "ResizeNearestNeighbor": lambda: F.interpolate(small, (256, 256)),
        "FusedBatchNormV3": lambda: F.batch_norm(image, c, c, c, c), "FusedBatchNormV3 training": lambda: F.batch_norm(image, None, None, c, c, True),
    }.get(name)

def matrices(name):
    a, b = floats(512, 512), floats(512, 512)
    d, i, s = a.astype(np.float64), whole(np.int32, 5, 256, 256), definite(256)
    p, q = floats(64, 128, 128), floats(64, 128, 128)
    z, x = complexes(1024, 1024), floats(1024, 1024)
    return {
        "MatMul 512": lambda: a @ b, "MatMul float64 512": lambda: d @ d, "MatMul int32 256": lambda: i @ i, "BatchMatMulV2 64x128": lambda: p @ q,
        "Einsum bij,bkj->bik": lambda: np.einsum("bij,bkj->bik", p, q, optimize=True), "Cholesky 256": lambda: np.linalg.cholesky(s),
        "MatrixInverse 256": lambda: np.linalg.inv(s), "MatrixDeterminant 256": lambda: np.linalg.det(s), "FFT": lambda: np.fft.fft(z), "FFT2D": lambda: np.fft.fft2(z),
        "RFFT": lambda: np.fft.rfft(x), "RandomUniform": lambda: random.random(M, dtype=f32), "RandomStandardNormal": lambda: random.standard_normal(M, dtype=f32),
        "TruncatedNormal": lambda: torch.nn.init.trunc_normal_(torch.empty(M)), "RandomUniformInt": lambda: random.integers(0, 10, M, np.int32),
        "RandomShuffle": lambda: random.permutation(x.ravel()),
    }.get(name)

def turn(function):
    start, least = time.perf_counter(), 1e9
    while True:
        begin = time.perf_counter()
        function()
        least = min(least, time.perf_counter() - begin)
        if time.perf_counter() - start > 0.006:
            return least * 1e6

print("NumPy", np.__version__, "PyTorch", torch.__version__, flush=True)
last = (None, None)
for line in sys.stdin:
    name = line.strip()
    if name == "quit":
        break
    if last[0] != name:
        last = (name, elementwise(name) or typed(name) or reduced(name) or shaped(name) or indexed(name) or network(name) or matrices(name))
    print(f"{turn(last[1]):.3f}" if last[1] else "nan", flush=True)
