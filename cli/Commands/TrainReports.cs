using System.Globalization;
using GraphRun.Cli.Printing;
using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Training;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary>Where the metrics of a training go: standard error, a file of JSON lines, TensorBoard's event files.</summary>
internal sealed class TrainReports : IDisposable
{
    private readonly TrainOptions options;
    private readonly Invocation invocation;
    private readonly FileStream? lines;
    private readonly EventFile? events;

    /// <exception cref="GraphRunException">A file cannot be written.</exception>
    public TrainReports(TrainOptions options, Invocation invocation, TrainProgress progress)
    {
        (this.options, this.invocation, Progress) = (options, invocation, progress);
        lines = options.MetricsPath is null ? null : Open(options.MetricsPath);
        events = options.EventFolder is null ? null : new EventFile(options.EventFolder, DateTimeOffset.UtcNow);
    }

    /// <summary>Nothing is said on standard error.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The line that comes and goes between the reports.</summary>
    public TrainProgress Progress { get; }

    /// <summary>Reports the state of the metrics after a step.</summary>
    /// <param name="rate">Examples in a second; steps when there are none.</param>
    public void Write(long step, double epoch, IReadOnlyList<(string Name, double Value)> metrics, double rate, bool hasExamples)
    {
        Progress.Clear();
        var texts = metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Name} {metric.Value:G6}"));
        var text = string.Join("  ", texts);
        var line = hasExamples
            ? string.Create(CultureInfo.InvariantCulture, $"step {step}  epoch {epoch:F2}  {text}  {rate:F0} examples/s")
            : string.Create(CultureInfo.InvariantCulture, $"step {step}  {text}  {rate:F0} steps/s");
        if (!IsSilent)
            invocation.Report.Note(line);
        if (lines is not null)
            WriteLine(step, epoch, metrics);
        events?.WriteScalars(step, metrics, DateTimeOffset.UtcNow);
    }

    /// <summary>The distributions of the trainable variables, where TensorBoard is to have them.</summary>
    public void WriteVariables(long step, Graph graph, Session session)
    {
        if (events is null)
            return;
        foreach (var variable in graph.Variables)
        {
            if (variable.IsTrainable && session.Variable(variable.Name).Value is { } value && value.DType.IsFloating())
                events.WriteHistogram(step, variable.Name, value, DateTimeOffset.UtcNow);
        }

        events.Flush();
    }

    public void Dispose()
    {
        lines?.Dispose();
        events?.Dispose();
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GraphRunException(ErrorCode.FileNotWritable, $"cannot write metrics to {path}");
        }
    }

    /// <summary>A number that JSON has no word for is a text: <c>"NaN"</c>.</summary>
    private void WriteLine(long step, double epoch, IReadOnlyList<(string Name, double Value)> metrics)
    {
        JsonOutput.Write(lines!, json =>
        {
            json.WriteNumber("step", step);
            json.WriteNumber("epoch", epoch);
            foreach (var (name, value) in metrics)
            {
                if (double.IsFinite(value))
                    json.WriteNumber(name, value);
                else
                    json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
            }
        });
        lines!.Flush();
    }
}
