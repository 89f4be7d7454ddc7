using System.Globalization;
using System.Text.Json;
using GraphRun.Errors;
using GraphRun.Formats.Files;

namespace GraphRun.Cli.Measurements;

/// <summary>An earlier measurement to compare with.</summary>
/// <param name="file">Its file, for messages.</param>
/// <param name="median">Its median in milliseconds.</param>
internal sealed class BenchComparison(string file, double median)
{
    /// <exception cref="GraphRunException">The file cannot be read, or is none that <c>bench --json</c> printed.</exception>
    public static BenchComparison Read(string file)
    {
        try
        {
            using var stream = InputFile.Open(file);
            using var document = JsonDocument.Parse(stream);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("median_ms", out var number)
                && number.ValueKind == JsonValueKind.Number && number.GetDouble() > 0)
                return new BenchComparison(file, number.GetDouble());
        }
        catch (JsonException exception)
        {
            throw new GraphRunException(ErrorCode.Syntax, $"'{file}' is no JSON: {exception.Message}", help: "make it with graphrun bench GRAPH --json");
        }

        throw new GraphRunException(ErrorCode.InvalidValue, $"'{file}' has no number median_ms above 0", help: "make it with graphrun bench GRAPH --json");
    }

    /// <summary>Whether a median is slower than this one by more than so many percent.</summary>
    public bool IsSlower(double other, int tolerance) => other > median * (1 + (tolerance / 100.0));

    /// <summary><c>1.25 times the speed of before.json (4.0000 ms before, 3.2000 ms now)</c></summary>
    public string Sentence(double other)
    {
        FormattableString sentence = $"{median / other:0.00} times the speed of {file} ({median:0.0000} ms before, {other:0.0000} ms now)";
        return sentence.ToString(CultureInfo.InvariantCulture);
    }
}
