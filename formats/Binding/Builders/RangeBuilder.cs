namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.range</c>: of one argument it is the limit, of two start and limit.</summary>
internal static class RangeBuilder
{
    public static Builder Range { get; } = new()
    {
        Names = ["range"],
        Signature = ["start: tensor", "limit: tensor = None", "delta: tensor = 1"],
        Expand = call =>
        {
            call.RefuseRest();
            return call.Has("limit")
                ? call.AddOp("Range", call["start"], call["limit"], call["delta"])
                : call.AddOp("Range", new NumberOperand(new Number(0), call.Origin), call["start"], call["delta"]);
        },
    };
}
