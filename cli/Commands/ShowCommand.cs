using System.Globalization;
using System.Text.Json;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Printing;
using GraphRun.Errors;
using GraphRun.Formats.Binding;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun show GRAPH</c></summary>
internal static class ShowCommand
{
    public const string Summary = "sum up a graph or model: inputs, outputs, parameters, cost, ops";

    public static CommandDefinition Define(Invocation invocation)
    {
        var graph = Symbols.Required("GRAPH", "a graph file or model; - is standard input");
        var json = Symbols.Flag("--json", "one JSON object");
        var models = new ModelSymbols();
        return new CommandDefinition
        {
            Name = "show",
            Summary = Summary,
            Examples = ["graphrun show model.json", "graphrun show train.yaml --json | jq .parameters.count"],
            Details =
                """
                Parameters are the floating numbers of constants and variables. FLOPs count a
                multiplication with its addition as two, an unknown first dim as 1 and the
                body of a loop once. Ops of a model that are not supported are listed; 'check'
                refuses such a model.
                """,
            Arguments = [graph],
            Groups = [new OptionGroup("Options", [json]), models.Group],
            Action = result => Show(result.GetValue(graph)!, result.GetValue(json), models.Read(result), invocation),
        };
    }

    private static int Show(string path, bool json, ModelChoice choice, Invocation invocation)
    {
        var input = new StandardInput(invocation.Surroundings.Input, invocation.Surroundings.InputIsTerminal());
        var summary = Read(path, input, choice);
        if (json)
            JsonOutput.Write(invocation.Output, writer => Write(writer, path, summary));
        else
            invocation.Output.Write(Columns.Of(Rows(summary)));
        return ExitCodes.Done;
    }

    private static ModelSummary Read(string path, StandardInput input, ModelChoice choice)
    {
        var file = GraphSource.Inspect(path, input, choice, out var problems);
        if (ModelSummary.UnsupportedOps(file).Count > 0 || problems.Any(problem => problem.Code == ErrorCode.Unsupported))
            return ModelSummary.OfUnsupported(file, problems);
        return problems.Count == 0 ? ModelSummary.Of(Binder.Bind(file)) : throw new GraphRunException([.. problems]);
    }

    /// <summary>What it is, its name, and what there is to say of it.</summary>
    private static List<string[]> Rows(ModelSummary summary)
    {
        var rows = new List<string[]> { new[] { "nodes", Number(summary.NodeCount), "" } };
        rows.AddRange(summary.Inputs.Select(input => new[] { "input", input.Name, TypeOf(input.DType, input.Shape) }));
        rows.AddRange(summary.Outputs.Select(output => new[] { "output", output.Name, TypeOf(output.DType, output.Shape) }));
        rows.AddRange(summary.Variables.Select(variable => new[] { "variable", variable.Name, TypeOf(variable.DType, variable.Shape) }));
        rows.Add(["parameters", Number(summary.ParameterCount), $"{Number(summary.ParameterBytes)} bytes"]);
        if (summary.Flops is { } flops)
            rows.Add(["flops", Number(flops), summary.UncountedNodes == 0 ? "" : $"and {summary.UncountedNodes} nodes of unknown shapes"]);
        rows.AddRange(summary.Ops.Select(op => new[] { "op", op.Type, Number(op.Count) }));
        rows.AddRange(summary.Unsupported.Select(op => new[] { "unsupported", op.Type, Number(op.Count) }));
        rows.AddRange(summary.Problems.Select(problem => new[] { "problem", "", problem }));
        return rows;
    }

    private static string TypeOf(DType? dtype, Shape? shape) => $"{dtype?.Name()}{shape}";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, string path, ModelSummary summary)
    {
        json.WriteString("file", path);
        json.WriteNumber("nodes", summary.NodeCount);
        Write(json, "inputs", summary.Inputs);
        Write(json, "outputs", summary.Outputs);
        Write(json, "variables", summary.Variables);
        json.WriteStartObject("parameters");
        json.WriteNumber("count", summary.ParameterCount);
        json.WriteNumber("bytes", summary.ParameterBytes);
        json.WriteEndObject();
        if (summary.Flops is { } flops)
            json.WriteNumber("flops", flops);
        else
            json.WriteNull("flops");
        json.WriteNumber("uncountedNodes", summary.UncountedNodes);
        Write(json, "ops", summary.Ops);
        Write(json, "unsupported", summary.Unsupported);
        json.WriteStartArray("problems");
        foreach (var problem in summary.Problems)
            json.WriteStringValue(problem);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string member, IReadOnlyList<(string Name, DType? DType, Shape? Shape)> tensors)
    {
        json.WriteStartArray(member);
        foreach (var (name, dtype, shape) in tensors)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("dtype", dtype?.Name());
            WriteShape(json, shape);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Unknown dims are null, and so is a shape of unknown rank.</summary>
    private static void WriteShape(Utf8JsonWriter json, Shape? shape)
    {
        if (shape is not { HasRank: true })
        {
            json.WriteNull("shape");
            return;
        }

        json.WriteStartArray("shape");
        foreach (var size in shape.Dims)
        {
            if (size >= 0)
                json.WriteNumberValue(size);
            else
                json.WriteNullValue();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string member, IReadOnlyList<(string Type, int Count)> ops)
    {
        json.WriteStartObject(member);
        foreach (var (type, count) in ops)
            json.WriteNumber(type, count);
        json.WriteEndObject();
    }
}
