using System.CommandLine;
using GraphRun.Cli.Completions;

namespace GraphRun.Cli.Arguments;

/// <summary>The arguments and options of <c>extract</c>.</summary>
internal sealed class ExtractSymbols
{
    public ExtractSymbols(Invocation invocation)
    {
        Sessions = new SessionSymbols(invocation);
        Session = Sessions.SessionOption("with --freeze: the session (default: the graph's name, or its file's)");
        Fetch.CompletionSources.Add(context => NodeNames.In(context.ParseResult.GetValue(Graph)));
        Target.CompletionSources.Add(context => NodeNames.In(context.ParseResult.GetValue(Graph)));
    }

    public Argument<string> Graph { get; } = Symbols.Required("GRAPH", "a graph file or model; - is standard input");

    public Option<string[]> Fetch { get; } = Symbols.Many("--fetch", "NAME",
        "an output to keep (default: the graph's own); repeat it, or use commas");

    public Option<string[]> Target { get; } = Symbols.Many("--target", "NAME", "a node to keep for its effect");

    public Option<bool> Freeze { get; } = Symbols.Flag("--freeze", "make the variables constants");

    public Option<string?> Session { get; }

    public SessionSymbols Sessions { get; }

    public ConversionSymbols Output { get; } = new();

    public ModelSymbols Models { get; } = new();

    public IReadOnlyList<OptionGroup> Groups =>
        [new("Options", [Fetch, Target, Freeze, Session, Sessions.Store]), Output.Group, Models.Group];

    /// <summary>The names of an option that takes several, or several in one.</summary>
    public static IReadOnlyList<string> Names(string[]? values) => [.. (values ?? []).SelectMany(value => value.Split(','))];
}
