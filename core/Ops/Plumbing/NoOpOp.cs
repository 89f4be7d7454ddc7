namespace GraphRun.Ops.Plumbing;

/// <summary>Nodes that only stand for what they wait for.</summary>
public static class NoOpOp
{
    [Op("no_op")]
    public static OpDef NoOp { get; } = new()
    {
        Name = "NoOp",
        Summary = "Does nothing; its control inputs run before whatever waits for it.",
        Example = "no_op()",
        Shape = ShapeRules.Unknown,
        Kernel = _ => _ => { },
    };

    [Op]
    public static OpDef ControlTrigger { get; } = new()
    {
        Name = "ControlTrigger",
        Summary = "Does nothing; like NoOp.",
        Example = "ControlTrigger()",
        Shape = ShapeRules.Unknown,
        Kernel = _ => _ => { },
    };
}
