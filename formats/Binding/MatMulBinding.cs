using GraphRun.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>Binds matrix products as <c>tf.matmul</c> does: of more than two dims, or of an unknown number, as batches.</summary>
internal static class MatMulBinding
{
    public static Output Bind(BindingContext context, Output x, Output y, bool transposeX, bool transposeY, string name, Origin origin) =>
        IsMatrix(x) && IsMatrix(y)
            ? context.Add("MatMul", name, [x, y], origin, ("transpose_a", transposeX), ("transpose_b", transposeY))
            : context.Add("BatchMatMulV2", name, [x, y], origin, ("adj_x", transposeX), ("adj_y", transposeY));

    private static bool IsMatrix(Output output) => output.Shape is { HasRank: true, Rank: <= 2 };
}
