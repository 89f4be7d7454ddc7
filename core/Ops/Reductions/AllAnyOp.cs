using GraphRun.Gradients;
using GraphRun.Kernels;

namespace GraphRun.Ops.Reductions;

/// <summary>Whether bools are true.</summary>
public static class AllAnyOp
{
    [Op("reduce_all")]
    public static OpDef All { get; } = Declaration.Of(
        "All", "reduce_all", "Whether all elements over axes are true; true over no elements.", "", Reduction.All, GradientRules.Stop);

    [Op("reduce_any")]
    public static OpDef Any { get; } = Declaration.Of(
        "Any", "reduce_any", "Whether any element over axes is true; false over no elements.", "", Reduction.Any, GradientRules.Stop);
}
