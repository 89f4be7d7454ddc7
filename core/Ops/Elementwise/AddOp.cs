using GraphRun.Gradients;
using GraphRun.Kernels;
using GraphRun.Tensors;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>x + y.</summary>
public static class AddOp
{
    [Op("add")]
    public static OpDef AddV2 { get; } = Declaration.Binary(
        "AddV2",
        "x + y with broadcasting. Integers wrap on overflow.",
        Declaration.Numbers,
        "add(x, y)",
        BinaryNumber<AddOperator>,
        context => Broadcasts.Reduce(context, context.Gradient(), context.Gradient()),
        Declaration.Known((x, y) => x + y),
        isSum: true,
        kernel: Declaration.Binary<AddOperator>(BinaryNumber<AddOperator>));

    /// <summary>The older op, which also joins strings.</summary>
    [Op]
    public static OpDef Add { get; } = Declaration.Binary(
        "Add",
        "x + y with broadcasting; strings are joined. Integers wrap on overflow.",
        $"{Declaration.Numbers[..^1]}, string}}",
        "Add(x, y)",
        Compute,
        context => Broadcasts.Reduce(context, context.Gradient(), context.Gradient()),
        Declaration.Known((x, y) => x + y),
        isSum: true,
        kernel: Declaration.Binary<AddOperator>(Compute));

    private static void Compute(Tensor x, Tensor y, Tensor z)
    {
        if (x.DType == DType.String)
            Broadcast.Binary<byte[], byte[], byte[], JoinRow>(x, y, z);
        else
            BinaryNumber<AddOperator>(x, y, z);
    }

    private readonly struct JoinRow : IBinaryRow<byte[], byte[], byte[]>
    {
        public static void Invoke(ReadOnlySpan<byte[]> x, ReadOnlySpan<byte[]> y, Span<byte[]> z)
        {
            for (var i = 0; i < z.Length; i++)
                z[i] = [.. x[x.Length == 1 ? 0 : i], .. y[y.Length == 1 ? 0 : i]];
        }
    }
}
