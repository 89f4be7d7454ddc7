using System.Numerics;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Attr = (string Name, object Value);

namespace GraphRun.Benchmarks;

/// <summary>
/// The cases of <see cref="OpBenchmark"/>, each one op over about a million elements: the peers' side is in <c>peers/ops.py</c>, under the
/// same names.
/// </summary>
internal static class OpCases
{
    private const int Million = 1 << 20;

    private static readonly string[] unary =
    [
        "Abs", "Neg", "Sign", "Square", "Sqrt", "Rsqrt", "Reciprocal", "Exp", "Expm1", "Log", "Log1p", "Sin", "Cos", "Tan", "Atan",
        "Sinh", "Cosh", "Tanh",
        "Asinh", "Floor", "Ceil", "Round", "Rint", "Sigmoid", "Relu", "Relu6", "Elu", "Selu", "Softplus", "Softsign", "LeakyRelu", "Erf",
        "Erfc", "Lgamma",
        "Digamma", "IsNan", "IsInf", "IsFinite", "ZerosLike", "OnesLike", "L2Loss",
    ];

    private static readonly string[] inverse = ["Asin", "Acos", "Atanh"];

    private static readonly string[] binary =
    [
        "AddV2", "Sub", "Mul", "RealDiv", "DivNoNan", "Maximum", "Minimum", "SquaredDifference", "Pow", "FloorDiv", "FloorMod",
        "TruncateMod", "Atan2",
        "Xlogy", "Xdivy", "MulNoNan", "Less", "LessEqual", "Greater", "GreaterEqual", "Equal", "NotEqual",
    ];

    private static readonly string[] integer =
    [
        "AddV2", "Mul", "FloorDiv", "FloorMod", "TruncateDiv", "Maximum", "Less", "Equal", "BitwiseAnd", "BitwiseOr", "BitwiseXor",
        "LeftShift", "RightShift",
    ];

    private static readonly DType[] others = [DType.Float64, DType.Int64, DType.UInt8, DType.Int16, DType.Float16];

    internal static IEnumerable<(string Name, string Op, Tensor[] Inputs, Attr[] Attrs)> All() =>
        [.. Elementwise(), .. Reductions(), .. Shapes(), .. Indices(), .. Networks(), .. Matrices(), .. Randoms()];

    private static IEnumerable<(string Name, string Op, Tensor[] Inputs, Attr[] Attrs)> Elementwise()
    {
        foreach (var op in unary)
            yield return (op, op, [Floats(Million)], []);
        foreach (var op in inverse)
            yield return (op, op, [Fractions(Million)], []);
        yield return ("Acosh", "Acosh", [Above(Million)], []);
        foreach (var op in binary)
            yield return (op, op, [Floats(Million), Floats(Million)], []);
        foreach (var op in integer)
            yield return ($"{op} int32", op, [Whole(DType.Int32, 1000, Million), Whole(DType.Int32, 7, Million)], []);
        foreach (var dtype in others)
            yield return ($"AddV2 {dtype.Name()}", "AddV2", [Whole(dtype, 50, Million), Whole(dtype, 50, Million)], []);
        yield return ("Exp float64", "Exp", [Whole(DType.Float64, 5, Million)], []);
        yield return ("Invert int32", "Invert", [Whole(DType.Int32, 1000, Million)], []);
        yield return ("LogicalAnd", "LogicalAnd", [Flags(Million), Flags(Million)], []);
        yield return ("LogicalNot", "LogicalNot", [Flags(Million)], []);
        yield return ("SelectV2", "SelectV2", [Flags(Million), Floats(Million), Floats(Million)], []);
        yield return ("ClipByValue", "ClipByValue", [Floats(Million), Tensor.Scalar(1f), Tensor.Scalar(2f)], []);
        yield return ("AddV2 row", "AddV2", [Floats(1024, 1024), Floats(1024)], []);
        yield return ("AddV2 column", "AddV2", [Floats(1024, 1024), Floats(1024, 1)], []);
        yield return ("AddN", "AddN", [Floats(Million), Floats(Million), Floats(Million)], []);
        foreach (var (from, to) in new[]
        {
            (DType.Float32, DType.Int32), (DType.Int32, DType.Float32), (DType.UInt8, DType.Float32), (DType.Float32, DType.UInt8),
            (DType.Float32, DType.Float64),
            (DType.Float32, DType.Float16), (DType.Float16, DType.Float32), (DType.Int64, DType.Int32), (DType.Bool, DType.Float32),
            (DType.Float32, DType.Bool),
        })
            yield return ($"Cast {from.Name()} {to.Name()}", "Cast", [Whole(from, 2, Million)], [("DstT", to)]);
        yield return ("Complex", "Complex", [Floats(Million), Floats(Million)], []);
        yield return ("ComplexAbs", "ComplexAbs", [Complexes(Million)], []);
        yield return ("Mul complex64", "Mul", [Complexes(Million), Complexes(Million)], []);
    }

    private static IEnumerable<(string Name, string Op, Tensor[] Inputs, Attr[] Attrs)> Reductions()
    {
        foreach (var op in new[] { "Sum", "Mean", "Max", "Min", "Prod", "EuclideanNorm" })
        {
            yield return ($"{op} rows", op, [Floats(1024, 1024), Tensor.Vector(1)], []);
            yield return ($"{op} columns", op, [Floats(1024, 1024), Tensor.Vector(0)], []);
            yield return ($"{op} all", op, [Floats(Million), Tensor.Vector(0)], []);
        }

        foreach (var op in new[] { "All", "Any" })
            yield return ($"{op} rows", op, [op == "All" ? Ones(1024, 1024) : Zeros(1024, 1024), Tensor.Vector(1)], []);
        foreach (var op in new[] { "ArgMax", "ArgMin" })
        {
            yield return ($"{op} rows", op, [Floats(1024, 1024), Tensor.Scalar(1)], []);
            yield return ($"{op} columns", op, [Floats(1024, 1024), Tensor.Scalar(0)], []);
        }

        foreach (var op in new[] { "Cumsum", "Cumprod" })
        {
            yield return ($"{op} rows", op, [Fractions(1024, 1024), Tensor.Scalar(1)], []);
            yield return ($"{op} columns", op, [Fractions(1024, 1024), Tensor.Scalar(0)], []);
        }

        yield return ("Sum int32 rows", "Sum", [Whole(DType.Int32, 50, 1024, 1024), Tensor.Vector(1)], []);
        yield return ("TopKV2", "TopKV2", [Floats(1024, 1024), Tensor.Scalar(10)], []);
        yield return ("Where", "Where", [Flags(1024, 1024)], []);
        yield return ("Unique", "Unique", [Whole(DType.Int32, 1000, Million)], []);
        yield return ("Bincount", "Bincount", [Whole(DType.Int32, 1000, Million), Tensor.Scalar(1000), Tensor.Vector<float>()], []);
    }

    private static IEnumerable<(string Name, string Op, Tensor[] Inputs, Attr[] Attrs)> Shapes()
    {
        var pads = Tensor.Of(Shape.Of(2, 2), [3, 5, 7, 9]);
        var zeros = Tensor.Vector(0, 0);
        yield return ("Transpose", "Transpose", [Floats(1024, 1024), Tensor.Vector(1, 0)], []);
        yield return ("ConcatV2 columns", "ConcatV2", [Floats(1024, 512), Floats(1024, 512), Tensor.Scalar(1)], []);
        yield return ("Split columns", "Split", [Tensor.Scalar(1), Floats(1024, 1024)], [("num_split", 4L)]);
        yield return ("Pack last", "Pack", [Floats(Million / 2), Floats(Million / 2)], [("axis", 1L)]);
        yield return ("Unpack last", "Unpack", [Floats(Million / 4, 4)], [("axis", 1L), ("num", 4L)]);
        yield return ("Slice", "Slice", [Floats(1024, 2048), Tensor.Vector(0, 500), Tensor.Vector(1024, 1024)], []);
        yield return ("StridedSlice 2", "StridedSlice", [Floats(1024, 2048), zeros, zeros, Tensor.Vector(1, 2)],
            [("begin_mask", 3L), ("end_mask", 3L)]);
        yield return ("Pad", "Pad", [Floats(1024, 1024), pads], []);
        yield return ("MirrorPad", "MirrorPad", [Floats(1024, 1024), pads], [("mode", "REFLECT")]);
        yield return ("Tile", "Tile", [Floats(256, 1024), Tensor.Vector(2, 2)], []);
        yield return ("BroadcastTo", "BroadcastTo", [Floats(1024, 1), Tensor.Vector(1024, 1024)], []);
        yield return ("ReverseV2 rows", "ReverseV2", [Floats(1024, 1024), Tensor.Vector(1)], []);
        yield return ("ReverseV2 order", "ReverseV2", [Floats(1024, 1024), Tensor.Vector(0)], []);
        yield return ("Roll", "Roll", [Floats(1024, 1024), Tensor.Vector(100), Tensor.Vector(1)], []);
        yield return ("Range", "Range", [Tensor.Scalar(0), Tensor.Scalar(Million), Tensor.Scalar(1)], []);
        yield return ("LinSpace", "LinSpace", [Tensor.Scalar(0f), Tensor.Scalar(1f), Tensor.Scalar(Million)], []);
        yield return ("Fill", "Fill", [Tensor.Vector(Million), Tensor.Scalar(2f)], []);
        yield return ("MatrixBandPart", "MatrixBandPart", [Floats(1024, 1024), Tensor.Scalar(-1), Tensor.Scalar(0)], []);
        yield return ("SpaceToDepth", "SpaceToDepth", [Floats(1, 512, 512, 4)], [("block_size", 2L)]);
        yield return ("DepthToSpace", "DepthToSpace", [Floats(1, 256, 256, 16)], [("block_size", 2L)]);
        yield return ("SpaceToBatchND", "SpaceToBatchND",
            [Floats(1, 512, 512, 4), Tensor.Vector(2, 2), Tensor.Of(Shape.Of(2, 2), [0, 0, 0, 0])], []);
    }

    private static IEnumerable<(string Name, string Op, Tensor[] Inputs, Attr[] Attrs)> Indices()
    {
        var (rows, ids) = (Whole(DType.Int32, 16384, 16384), Whole(DType.Int32, 1000, 16384));
        yield return ("GatherV2 rows", "GatherV2", [Floats(16384, 64), rows, Tensor.Scalar(0)], []);
        yield return ("GatherV2 elements", "GatherV2", [Floats(Million), Whole(DType.Int32, Million, Million), Tensor.Scalar(0)], []);
        yield return ("GatherV2 columns", "GatherV2", [Floats(1024, 1024), Whole(DType.Int32, 1024, 1024), Tensor.Scalar(1)], []);
        yield return ("GatherNd", "GatherNd", [Floats(1024, 1024), Whole(DType.Int32, 1024, Million / 2, 2)], []);
        yield return ("ScatterNd rows", "ScatterNd", [Whole(DType.Int32, 16384, 16384, 1), Floats(16384, 64), Tensor.Vector(16384, 64)],
            []);
        yield return ("TensorScatterUpdate", "TensorScatterUpdate",
            [Floats(16384, 64), Whole(DType.Int32, 16384, 16384, 1), Floats(16384, 64)], []);
        yield return ("OneHot", "OneHot", [Whole(DType.Int32, 64, 16384), Tensor.Scalar(64), Tensor.Scalar(1f), Tensor.Scalar(0f)],
            [("axis", -1L)]);
        yield return ("UnsortedSegmentSum", "UnsortedSegmentSum", [Floats(16384, 64), ids, Tensor.Scalar(1000)], []);
        yield return ("UnsortedSegmentMax", "UnsortedSegmentMax", [Floats(16384, 64), ids, Tensor.Scalar(1000)], []);
        yield return ("SegmentSum", "SegmentSum", [Floats(16384, 64), Sorted(16384, 1000)], []);
        yield return ("DynamicPartition", "DynamicPartition", [Floats(Million), Whole(DType.Int32, 4, Million)], [("num_partitions", 4L)]);
        yield return ("LowerBound", "LowerBound", [Rising(1, 10000), Floats(1, Million)], []);
        yield return ("InvertPermutation", "InvertPermutation", [Tensor.Vector<int>([.. Enumerable.Range(0, Million).Reverse()])], []);
    }

    private static IEnumerable<(string Name, string Op, Tensor[] Inputs, Attr[] Attrs)> Networks()
    {
        var window = new Attr[] { ("ksize", new long[] { 1, 2, 2, 1 }), ("strides", new long[] { 1, 2, 2, 1 }), ("padding", "VALID") };
        var step = new Attr[] { ("strides", new long[] { 1, 1, 1, 1 }), ("padding", "SAME") };
        var size = Tensor.Vector(256, 256);
        yield return ("Softmax", "Softmax", [Floats(1024, 1024)], []);
        yield return ("LogSoftmax", "LogSoftmax", [Floats(1024, 1024)], []);
        yield return ("BiasAdd", "BiasAdd", [Floats(16384, 64), Floats(64)], []);
        yield return ("BiasAddGrad", "BiasAddGrad", [Floats(16384, 64)], []);
        yield return ("ReluGrad", "ReluGrad", [Floats(Million), Floats(Million)], []);
        yield return ("SoftmaxCrossEntropy", "SoftmaxCrossEntropyWithLogits", [Floats(1024, 1024), Fractions(1024, 1024)], []);
        yield return ("SparseSoftmaxCrossEntropy", "SparseSoftmaxCrossEntropyWithLogits",
            [Floats(1024, 1024), Whole(DType.Int32, 1024, 1024)], []);
        yield return ("MaxPool", "MaxPool", [Floats(1, 128, 128, 64)], window);
        yield return ("AvgPool", "AvgPool", [Floats(1, 128, 128, 64)], window);
        yield return ("Conv2D 3x3", "Conv2D", [Floats(1, 128, 128, 64), Floats(3, 3, 64, 16)], step);
        yield return ("DepthwiseConv2dNative 3x3", "DepthwiseConv2dNative", [Floats(1, 128, 128, 64), Floats(3, 3, 64, 1)], step);
        yield return ("LRN", "LRN", [Floats(1, 128, 128, 64)], [("depth_radius", 2L)]);
        yield return ("ResizeBilinear", "ResizeBilinear", [Floats(1, 128, 128, 16), size], []);
        yield return ("ResizeNearestNeighbor", "ResizeNearestNeighbor", [Floats(1, 128, 128, 16), size], []);
        yield return (
            "FusedBatchNormV3", "FusedBatchNormV3", [Floats(1, 128, 128, 64), Floats(64), Floats(64), Floats(64), Floats(64)],
            [("is_training", false)]);
        yield return (
            "FusedBatchNormV3 training", "FusedBatchNormV3",
            [Floats(1, 128, 128, 64), Floats(64), Floats(64), Tensor.Vector<float>(), Tensor.Vector<float>()], []);
    }

    private static IEnumerable<(string Name, string Op, Tensor[] Inputs, Attr[] Attrs)> Matrices()
    {
        yield return ("MatMul 512", "MatMul", [Floats(512, 512), Floats(512, 512)], []);
        yield return ("MatMul float64 512", "MatMul", [Whole(DType.Float64, 5, 512, 512), Whole(DType.Float64, 5, 512, 512)], []);
        yield return ("MatMul int32 256", "MatMul", [Whole(DType.Int32, 5, 256, 256), Whole(DType.Int32, 5, 256, 256)], []);
        yield return ("BatchMatMulV2 64x128", "BatchMatMulV2", [Floats(64, 128, 128), Floats(64, 128, 128)], []);
        yield return ("Einsum bij,bkj->bik", "Einsum", [Floats(64, 128, 128), Floats(64, 128, 128)], [("equation", "bij,bkj->bik")]);
        yield return ("Cholesky 256", "Cholesky", [Definite(256)], []);
        yield return ("MatrixInverse 256", "MatrixInverse", [Definite(256)], []);
        yield return ("MatrixDeterminant 256", "MatrixDeterminant", [Definite(256)], []);
        yield return ("FFT", "FFT", [Complexes(1024, 1024)], []);
        yield return ("FFT2D", "FFT2D", [Complexes(1024, 1024)], []);
        yield return ("RFFT", "RFFT", [Floats(1024, 1024), Tensor.Vector(1024)], []);
    }

    private static IEnumerable<(string Name, string Op, Tensor[] Inputs, Attr[] Attrs)> Randoms()
    {
        foreach (var op in new[] { "RandomUniform", "RandomStandardNormal", "TruncatedNormal" })
            yield return (op, op, [Tensor.Vector(Million)], [("dtype", DType.Float32)]);
        yield return ("RandomUniformInt", "RandomUniformInt", [Tensor.Vector(Million), Tensor.Scalar(0), Tensor.Scalar(10)], []);
        yield return ("RandomShuffle", "RandomShuffle", [Floats(Million)], []);
    }

    /// <summary>From 0.001 to 4.001, of 22 random bits.</summary>
    private static Tensor Floats(params long[] dims) => Numbers(dims, 1 << 22);

    /// <summary>From 0.001 to 0.99.</summary>
    private static Tensor Fractions(params long[] dims) => Numbers(dims, (1 << 24) + (1 << 18));

    private static Tensor Above(params long[] dims)
    {
        var tensor = Floats(dims);
        foreach (ref var element in tensor.Writable<float>())
            element++;
        return tensor;
    }

    private static Tensor Numbers(long[] dims, int divisor)
    {
        var tensor = Tensor.Allocate(DType.Float32, Shape.Of(dims));
        var state = 1u;
        foreach (ref var element in tensor.Writable<float>())
            element = (Next(ref state) / (float)divisor) + 0.001f;
        return tensor;
    }

    /// <summary>Whole numbers from 1 below a limit above 1 (0 and 1 for 2), in any dtype.</summary>
    private static Tensor Whole(DType dtype, int limit, params long[] dims)
    {
        var whole = Tensor.Allocate(DType.Int32, Shape.Of(dims));
        var state = 1u;
        foreach (ref var element in whole.Writable<int>())
            element = limit > 1024 || limit == 2 || limit == 64 || limit == 4 ? (int)(Next(ref state) % limit) : 1
                + (int)(Next(ref state) % (limit - 1));
        var builder = new GraphBuilder();
        var cast = builder.Call("Cast", [builder.Constant(whole)], new Dictionary<string, object> { ["DstT"] = dtype }, "cast");
        return new Session().Run(builder.Build(), [new Fetch(cast)])[0];
    }

    private static Tensor Flags(params long[] dims) => Whole(DType.Bool, 2, dims);

    private static Tensor Ones(params long[] dims) => Filled(true, dims);

    private static Tensor Zeros(params long[] dims) => Filled(false, dims);

    private static Tensor Filled(bool value, long[] dims)
    {
        var tensor = Tensor.Allocate(DType.Bool, Shape.Of(dims));
        tensor.Writable<bool>().Fill(value);
        return tensor;
    }

    private static Tensor Complexes(params long[] dims)
    {
        var tensor = Tensor.Allocate(DType.Complex64, Shape.Of(dims));
        var state = 1u;
        foreach (ref var element in tensor.Writable<Vector2>())
            element = new Vector2(Next(ref state) / (float)(1 << 24), Next(ref state) / (float)(1 << 24));
        return tensor;
    }

    private static Tensor Sorted(int count, int limit) =>
        Tensor.Vector<int>([.. Enumerable.Range(0, count).Select(i => (int)((long)i * limit / count))]);

    private static Tensor Rising(params long[] dims)
    {
        var tensor = Floats(dims);
        tensor.Writable<float>().Sort();
        return tensor;
    }

    private static Tensor Definite(int size)
    {
        var tensor = Fractions(size, size);
        var elements = tensor.Writable<float>();
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < row; column++)
                elements[(column * size) + row] = elements[(row * size) + column];
            elements[(row * size) + row] += size;
        }

        return tensor;
    }

    private static uint Next(ref uint state)
    {
        state = (state * 1664525) + 1013904223;
        return state >> 8;
    }
}
