using GraphRun.Gradients;
using GraphRun.Tensors;

namespace GraphRun.Ops.Plumbing;

/// <summary>The clock.</summary>
public static class TimestampOp
{
    [Op("timestamp")]
    public static OpDef Timestamp { get; } = new()
    {
        Name = "Timestamp",
        Summary = "The seconds since 1970 when the op runs. What depends on it cannot be replayed to the same bits.",
        Outputs = ["ts: double"],
        Example = "timestamp()",
        Shape = ShapeRules.Scalar,
        IsStateful = true,
        Kernel = _ => step =>
        {
            var elapsed = DateTime.UtcNow - DateTime.UnixEpoch;
            step.Allocate(0, Shape.Scalar).Writable<double>()[0] = (double)elapsed.Ticks / TimeSpan.TicksPerSecond;
        },
        Gradient = GradientRules.Stop,
    };
}
