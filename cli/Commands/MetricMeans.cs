using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary>The means of metrics over several batches, weighted by their sizes.</summary>
internal sealed class MetricMeans(IReadOnlyList<string> names)
{
    private readonly double[] sums = new double[names.Count];
    private double weight;

    public bool IsEmpty => weight == 0;

    /// <summary>The mean of the first metric so far.</summary>
    public double First => sums[0] / weight;

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

    /// <summary>Takes up the sums that <see cref="Keep"/> left in a session.</summary>
    public void Resume(Session session, string prefix)
    {
        weight = Number(session.Counter(prefix + "weight"));
        for (var i = 0; i < sums.Length; i++)
            sums[i] = Number(session.Counter(prefix + names[i]));
    }

    /// <summary>Leaves the sums in a session, so that a report after a stop tells what it would have told without.</summary>
    public void Keep(Session session, string prefix)
    {
        session.Counter(prefix + "weight").MoveTo(BitConverter.DoubleToUInt64Bits(weight));
        for (var i = 0; i < sums.Length; i++)
            session.Counter(prefix + names[i]).MoveTo(BitConverter.DoubleToUInt64Bits(sums[i]));
    }

    private static double Number(RandomCounter counter) => BitConverter.UInt64BitsToDouble((ulong)counter.Next);

    private static double Number(string name, Tensor result) => result switch
    {
        { ElementCount: 1, DType: DType.Float32 } => result.Value<float>(),
        { ElementCount: 1, DType: DType.Float64 } => result.Value<double>(),
        { ElementCount: 1 } when result.DType.IsFloating() || result.DType.IsInteger() =>
            TensorConversion.Convert(result, DType.Float64).Value<double>(),
        _ => throw new GraphRunException(
            ErrorCode.Usage, $"'{name}' is {result}: only a single number can be watched", help: "reduce it, as reduce_mean does"),
    };
}
