using System.Diagnostics;
using System.Text.Json;
using GraphRun.Execution;
using GraphRun.Formats.Files;

namespace GraphRun.Cli.Measurements;

/// <summary>A recording as a trace file for Perfetto and Chrome (the Trace Event Format): a track for each thread.</summary>
internal static class TraceFile
{
    private const int Process = 1;

    /// <exception cref="Errors.GraphRunException">The file cannot be written.</exception>
    public static void Write(string path, PlanDescription description, Recording recording)
    {
        using var file = new OutputFile(path);
        using (var json = new Utf8JsonWriter(file.Stream))
        {
            json.WriteStartObject();
            json.WriteString("displayTimeUnit", "ns");
            json.WriteStartArray("traceEvents");
            Write(json, description, recording);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        file.Complete();
    }

    private static void Write(Utf8JsonWriter json, PlanDescription description, Recording recording)
    {
        if (recording.Steps.Count == 0)
            return;
        var origin = recording.Steps[0].Start;
        var main = recording.Steps[0].Thread;
        WriteName(json, main, "steps");
        foreach (var thread in recording.Pieces.Select(piece => piece.Thread).Where(thread => thread != main).Distinct().Order())
            WriteName(json, thread, $"worker {thread}");
        foreach (var step in recording.Steps)
            WriteStep(json, description.Steps[step.Index], step, origin);
        foreach (var piece in recording.Pieces.Where(piece => piece.Thread != main))
            WriteEvent(json, "piece", "piece", piece.Thread, piece.Start - origin, piece.End - piece.Start, null);
    }

    private static void WriteStep(Utf8JsonWriter json, StepDescription step, RecordedStep recorded, long origin) =>
        WriteEvent(json, step.Name, string.Join('+', step.Ops), recorded.Thread, recorded.Start - origin, recorded.End - recorded.Start, () =>
        {
            json.WriteString("op", string.Join(" + ", step.Ops));
            json.WriteNumber("bytes_read", recorded.BytesRead);
            json.WriteNumber("bytes_written", recorded.BytesWritten);
            if (step.Work is { } work)
                json.WriteNumber("flops", work);
        });

    private static void WriteEvent(Utf8JsonWriter json, string name, string category, int thread, long start, long duration, Action? arguments)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("cat", category);
        json.WriteString("ph", "X");
        json.WriteNumber("pid", Process);
        json.WriteNumber("tid", thread);
        json.WriteNumber("ts", start * 1e6 / Stopwatch.Frequency);
        json.WriteNumber("dur", duration * 1e6 / Stopwatch.Frequency);
        if (arguments is not null)
        {
            json.WriteStartObject("args");
            arguments();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter json, int thread, string name)
    {
        json.WriteStartObject();
        json.WriteString("name", "thread_name");
        json.WriteString("ph", "M");
        json.WriteNumber("pid", Process);
        json.WriteNumber("tid", thread);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
