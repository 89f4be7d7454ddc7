using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary>The means of metrics over several batches, weighted by their sizes.</summary>
internal sealed class MetricMeans(IReadOnlyList<string> names)
{
    private readonly double[] sums = new double[names.Count];
    private double weight;

    public bool IsEmpty => weight == 0;

    /// <param name="results">A scalar per name; further ones are not looked at.</param>
    /// <param name="examples">The size of the batch.</param>
    public void Add(Tensor[] results, long examples)
    {
        for (var i = 0; i < sums.Length; i++)
            sums[i] += Number(names[i], results[i]) * examples;
        weight += examples;
    }

    /// <summary>The means so far; from here on they are counted anew.</summary>
    public IReadOnlyList<(string Name, double Value)> Take(string prefix = "")
    {
        var means = names.Select((name, i) => (prefix + name, sums[i] / weight)).ToArray();
        Array.Clear(sums);
        weight = 0;
        return means;
    }

    private static double Number(string name, Tensor result) => result.ElementCount == 1 && (result.DType.IsFloating() || result.DType.IsInteger())
        ? TensorConversion.Convert(result, DType.Float64).Value<double>()
        : throw new GraphRunException(ErrorCode.Usage, $"'{name}' is {result}: only a single number can be watched", help: "reduce it, as reduce_mean does");
}
