using System.Text.Json;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Printing;
using GraphRun.Errors;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Models;
using GraphRun.Graphs;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun check GRAPH...</c></summary>
internal static class CheckCommand
{
    public const string Summary = "find every error in graph files without running them";

    public static CommandDefinition Define(Invocation invocation)
    {
        var graphs = Symbols.Several("GRAPH", "graph files; - is standard input");
        var strict = Symbols.Flag("--strict", "warnings make the exit code 1");
        var gradients = Symbols.Flag("--gradients", "compare each gradient with differences, in float64");
        var feed = Symbols.Many("--feed", "NAME=VALUE", "what --gradients feeds (see graphrun help feeds)");
        var models = new ModelSymbols();
        var json = Symbols.Flag("--json", "one JSON object that sums up; diagnostics as JSON lines");
        return new CommandDefinition
        {
            Name = "check",
            Summary = Summary,
            Examples = ["graphrun check counter.yaml", "graphrun check --strict graphs/*.yaml"],
            Details =
                """
                Names, dtypes and shapes are checked as they are before a run. Warnings list the
                pairs of accesses to a variable that only the order of declaration orders.
                --gradients computes each gradient of the graph from initial values and from
                numbers between 0.1 and 0.9 for placeholders (integers 0) that --feed does not
                give.
                """,
            Arguments = [graphs],
            Groups = [new OptionGroup("Options", [strict, gradients, feed, json]), models.Group],
            Action = result => Check(
                result.GetValue(graphs)!,
                result.GetValue(strict),
                result.GetValue(json),
                result.GetValue(gradients) ? result.GetValue(feed) ?? [] : null,
                models.Read(result),
                invocation),
        };
    }

    /// <param name="feeds">What gradients are compared with; null when they are not.</param>
    private static int Check(string[] paths, bool strict, bool json, string[]? feeds, ModelChoice choice, Invocation invocation)
    {
        var input = new StandardInput(invocation.Surroundings.Input, invocation.Surroundings.InputIsTerminal());
        var files = paths.Select(path => CheckOne(path, input, choice)).ToList();
        if (feeds is not null)
            files = files.ConvertAll(file => WithGradients(file, feeds, input, invocation));
        invocation.Report.Write([.. files.SelectMany(file => file.Diagnostics)]);
        foreach (var file in files.Where(file => file.Graph is not null && file.Diagnostics.All(diagnostic => diagnostic.IsWarning)))
            invocation.Report.Note($"{file.Path}: {Counted(file.Graph!.Nodes.Count, "node")}, {Counted(file.Graph.Variables.Count, "variable")}, no errors");
        if (json)
            WriteJson(files, invocation.Output);
        if (files.SelectMany(file => file.Diagnostics).FirstOrDefault(diagnostic => !diagnostic.IsWarning) is { } error)
            return ExitCodes.Of(error.Code);
        return strict && files.Exists(file => file.Diagnostics.Count > 0) ? ExitCodes.No : ExitCodes.Done;
    }

    private static CheckedFile CheckOne(string path, StandardInput input, ModelChoice choice)
    {
        try
        {
            var graph = GraphSource.Load(path, input, choice);
            return new CheckedFile(path, graph, UnorderedAccesses.Find(graph));
        }
        catch (GraphRunException error)
        {
            return new CheckedFile(path, null, error.Diagnostics);
        }
    }

    private static CheckedFile WithGradients(CheckedFile file, string[] feeds, StandardInput input, Invocation invocation)
    {
        if (file.Graph is null)
            return file;
        var values = GraphFeeds.Read(file.Graph, feeds, [], input);
        return file with { Diagnostics = [.. file.Diagnostics, .. GradientReport.Write(file.Graph, values, invocation.Report)] };
    }

    private static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static void WriteJson(List<CheckedFile> files, Stream output) => JsonOutput.Write(output, json =>
    {
        json.WriteStartArray("files");
        foreach (var file in files)
            WriteFile(json, file);
        json.WriteEndArray();
    });

    private static void WriteFile(Utf8JsonWriter json, CheckedFile file)
    {
        json.WriteStartObject();
        json.WriteString("file", file.Path);
        json.WriteNumber("errors", file.Diagnostics.Count(diagnostic => !diagnostic.IsWarning));
        json.WriteNumber("warnings", file.Diagnostics.Count(diagnostic => diagnostic.IsWarning));
        if (file.Graph is { } graph)
        {
            json.WriteNumber("nodes", graph.Nodes.Count);
            json.WriteNumber("variables", graph.Variables.Count);
        }

        json.WriteEndObject();
    }

    /// <param name="Graph">Null when it has errors.</param>
    private sealed record CheckedFile(string Path, Graph? Graph, IReadOnlyList<Diagnostic> Diagnostics);
}
