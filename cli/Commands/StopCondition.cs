using System.Globalization;
using GraphRun.Errors;

namespace GraphRun.Cli.Commands;

/// <summary>A comparison of a metric with a number: <c>loss &lt; 0.01</c>.</summary>
internal sealed record StopCondition(string Metric, string Comparison, double Limit)
{
    private static readonly string[] comparisons = ["<=", ">=", "<", ">"];

    /// <exception cref="GraphRunException">The text is no such comparison.</exception>
    public static StopCondition Parse(string text)
    {
        foreach (var comparison in comparisons)
        {
            var at = text.IndexOf(comparison, StringComparison.Ordinal);
            if (at <= 0)
                continue;
            var metric = text[..at].Trim();
            if (metric.Length > 0 && double.TryParse(text[(at + comparison.Length)..], CultureInfo.InvariantCulture, out var limit))
                return new StopCondition(metric, comparison, limit);
        }

        throw new GraphRunException(ErrorCode.Usage, $"'{text}' is no condition: expected a metric and a number, such as 'loss < 0.01'");
    }

    public bool Holds(double value) => Comparison switch
    {
        "<" => value < Limit,
        "<=" => value <= Limit,
        ">" => value > Limit,
        _ => value >= Limit,
    };
}
