namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.where</c>: the places where a condition is true, or with two more arguments the elements of one or the other.</summary>
internal static class WhereBuilder
{
    public static Builder Where { get; } = new()
    {
        Names = ["where"],
        Signature = ["condition: tensor", "x: tensor = None", "y: tensor = None"],
        Expand = Expand,
    };

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        if (call.Has("x") != call.Has("y"))
            throw call.Error("x and y must both be non-None or both be None");
        return call.Has("x")
            ? call.AddOp("SelectV2", call["condition"], call["x"], call["y"])
            : call.AddOp("Where", call["condition"]);
    }
}
