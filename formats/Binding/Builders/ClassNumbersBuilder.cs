using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>
/// <c>class_numbers(labels, logits)</c>: labels that are to be a class number for each row of logits, checked as far as shapes are known
/// (<c>python/ops/nn_ops.py</c>, sparse_softmax_cross_entropy_with_logits).
/// </summary>
internal static class ClassNumbersBuilder
{
    public static Builder ClassNumbers { get; } = new()
    {
        Names = ["class_numbers"],
        Signature = ["labels: tensor", "logits: tensor"],
        Expand = Expand,
    };

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        var (labels, logits) = (call.Tensor("labels"), call.Tensor("logits"));
        if (labels.DType is not (DType.Int32 or DType.Int64))
        {
            var got = $"labels are class numbers, int32 or int64, got {labels.DType.Name()}";
            throw Error(call, ErrorCode.DTypeMismatch, got, $"convert them: cast({labels}, int32)");
        }

        if (!labels.Shape.HasRank || !logits.Shape.HasRank || labels.Shape.Rank == logits.Shape.Rank - 1)
            return call.Result(labels);
        var message = $"Rank mismatch: Rank of labels (received {labels.Shape.Rank}) should equal rank of logits minus 1 (received {logits.Shape.Rank})";
        throw Error(call, ErrorCode.InvalidShape, message, Help(labels, logits));
    }

    private static string? Help(Output labels, Output logits) =>
        labels.Shape.Rank != logits.Shape.Rank || labels.Shape.Rank == 0 ? null
        : labels.Shape[-1] == 1 ? $"take the last dim off: squeeze({labels}, axis=[-1])"
        : "labels that are a probability for each class go with softmax_cross_entropy_with_logits";

    private static GraphRunException Error(Call call, ErrorCode code, string message, string? help) =>
        new(code, message, call.Origin.Span, help, call.Context.CurrentName);
}
