namespace GraphRun.Formats.Binding.Builders;

/// <summary>The builders of gradients and of what learns by them.</summary>
internal static class TrainingBuilders
{
    public static IEnumerable<Builder> All { get; } =
    [
        GradientBuilders.Gradients,
        MinimizeBuilders.Minimize,
        MinimizeBuilders.ComputeGradients,
        MinimizeBuilders.ApplyGradients,
        ClippingBuilders.ClipByNorm,
        ClippingBuilders.GlobalNorm,
        ClippingBuilders.ClipByGlobalNorm,
        MovingAverageBuilder.MovingAverage,
        .. OptimizerBuilders.All,
    ];
}
