using System.CommandLine;
using GraphRun.Cli.Arguments;
using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Conversion;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Sessions;
using GraphRun.Graphs;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun extract GRAPH OUT --fetch NAME</c></summary>
internal static class ExtractCommand
{
    public const string Summary = "write the part of a graph that some outputs need";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new ExtractSymbols(invocation);
        return new CommandDefinition
        {
            Name = "extract",
            Summary = Summary,
            Examples =
            [
                "graphrun extract train.yaml logits.yaml --fetch logits",
                "graphrun extract train.yaml frozen.pb --fetch logits --freeze",
                "graphrun extract train.yaml frozen.pb --fetch logits --freeze --session best",
            ],
            Details =
                """
                The outputs of the new graph are the fetches. With --freeze the variables become
                constants with the values that the session has, else the model.
                """,
            Arguments = [symbols.Graph, symbols.Output.Out],
            Groups = symbols.Groups,
            Action = result => Extract(result, symbols, invocation),
        };
    }

    private static int Extract(ParseResult result, ExtractSymbols symbols, Invocation invocation)
    {
        var path = result.GetValue(symbols.Graph)!;
        var input = new StandardInput(invocation.Surroundings.Input, invocation.Surroundings.InputIsTerminal());
        var graph = GraphSource.Load(path, input, symbols.Models.Read(result));
        var fetches = ExtractSymbols.Names(result.GetValue(symbols.Fetch));
        var outputs = fetches.Select(name => (name, Fetch.Parse(graph, name))).ToList();
        var targets = ExtractSymbols.Names(result.GetValue(symbols.Target)).Select(name => OutputNames.FindNode(graph, name)).ToList();
        if (outputs.Count + targets.Count + graph.Outputs.Count == 0)
            throw new GraphRunException(ErrorCode.NothingRequested, "nothing is asked for, and the graph declares no outputs",
                help: "add --fetch NAME");
        var freezes = result.GetValue(symbols.Freeze);
        using var session = freezes ? Session(result, symbols, graph, path, invocation) : null;
        var expanded = GraphExpansion.Of(graph, new ConversionRequest
        {
            Outputs = outputs.Count + targets.Count > 0 ? outputs : null,
            Targets = targets,
            Prunes = true,
            Values = session is null ? null : name => session.Session.Variable(name).Value,
            FreezesAll = freezes,
        });
        symbols.Output.Write(expanded, result, invocation);
        return ExitCodes.Done;
    }

    private static OpenSession Session(ParseResult result, ExtractSymbols symbols, Graph graph, string path, Invocation invocation) => new(graph, new SessionSettings
    {
        Address = () => new SessionAddress(
            symbols.Sessions.PathOf(result), SessionAddress.SessionOf(result.GetValue(symbols.Session), graph.Name, path)),
        Command = invocation.CommandLine,
        Warn = invocation.Report.Write,
    });
}
