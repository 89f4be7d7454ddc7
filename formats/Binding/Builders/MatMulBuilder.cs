using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.matmul</c>: MatMul for matrices, BatchMatMulV2 for everything of more dims.</summary>
internal static class MatMulBuilder
{
    public static Builder MatMul { get; } = new()
    {
        Names = ["matmul", "linalg.matmul"],
        Signature = ["a: tensor", "b: tensor", "transpose_a: bool = false", "transpose_b: bool = false"],
        Expand = Expand,
    };

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        var (a, b) = (Values.Resolve(call.Context, call["a"]), Values.Resolve(call.Context, call["b"]));
        var dtype = Values.DTypeOf(a) is not DType.None and var known ? known : Values.DTypeOf(b);
        var x = Values.ToOutput(call.Context, a, dtype, "a");
        var y = Values.ToOutput(call.Context, b, dtype, "b");
        return call.Result(MatMulBinding.Bind(
            call.Context, x, y, call.Attr<bool>("transpose_a"), call.Attr<bool>("transpose_b"), call.Name, call.Origin));
    }
}
