using System.Text.Json;
using GraphRun.Cli.Measurements;
using GraphRun.Cli.Printing;
using GraphRun.Execution;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary>What <c>explain --json</c> prints.</summary>
internal static class ExplainJson
{
    public static void Write(Stream output, string file, PlannedGraph planned, IReadOnlyList<StepTime>? times) => JsonOutput.Write(output, json =>
    {
        var description = planned.Description;
        json.WriteString("file", file);
        json.WriteStartArray("steps");
        for (var i = 0; i < description.Steps.Count; i++)
            WriteStep(json, description.Steps[i], times?[i]);
        json.WriteEndArray();
        json.WriteStartArray("passes");
        foreach (var note in description.Notes)
        {
            json.WriteStartObject();
            json.WriteString("pass", note.Pass.ToString());
            json.WriteString("node", note.Node.Name);
            json.WriteBoolean("done", note.IsDone);
            json.WriteString("text", note.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("buffers");
        foreach (var bytes in description.Buffers)
            json.WriteNumberValue(bytes);
        json.WriteEndArray();
        json.WriteNumber("constant_bytes", description.ConstantBytes);
        json.WriteNumber("result_bytes", description.FetchedBytes);
        json.WriteNumber("peak_bytes", description.PeakBytes);
        json.WriteNumber("flops", description.Work);
        JsonOutput.WriteTexts(json, "made_up", planned.MadeUp.Select(made => made.ToString()));
    });

    /// <summary>The members of one step, those of its time too if it was measured.</summary>
    public static void WriteStep(Utf8JsonWriter json, StepDescription step, StepTime? time)
    {
        json.WriteStartObject();
        json.WriteString("name", step.Name);
        JsonOutput.WriteTexts(json, "ops", step.Ops);
        JsonOutput.WriteTexts(json, "nodes", step.Nodes.Select(node => node.Name));
        JsonOutput.WriteTexts(json, "inputs", step.Inputs);
        JsonOutput.WriteTexts(json, "outputs", step.Outputs.Select(output => $"{output.DType.Name()}{output.Shape}"));
        json.WriteString("place", step.Place.ToString());
        if (step.Buffer is { } buffer)
            json.WriteNumber("buffer", buffer);
        if (step.Work is { } work)
            json.WriteNumber("flops", work);
        if (time is not null)
        {
            json.WriteNumber("ms", Math.Round(time.Milliseconds, 6));
            json.WriteNumber("gb_per_s", Math.Round(time.GigaBytes, 3));
            if (time.GigaFlops is { } rate)
                json.WriteNumber("gflop_per_s", Math.Round(rate, 3));
        }

        json.WriteEndObject();
    }
}
