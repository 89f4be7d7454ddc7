using System.CommandLine;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Completions;
using GraphRun.Cli.Printing;
using GraphRun.Formats.Sessions;

namespace GraphRun.Cli.Commands;

/// <summary>The argument and options of <c>run</c>.</summary>
internal sealed class RunSymbols
{
    private const int MaxThreads = 1024;

    private readonly ModelSymbols models = new();
    private readonly SessionSymbols sessions;
    private readonly Option<string?> session;

    private readonly Option<string[]> fetch = Symbols.Many("--fetch", "NAME", "print this output; repeat it, or separate names by commas");
    private readonly Option<string[]> target = Symbols.Many("--target", "NAME", "run this node for its effect and print nothing");
    private readonly Option<string[]> feed = Symbols.Many("--feed", "NAME=VALUE", "give an output this value (see graphrun help feeds)");
    private readonly Option<string[]> feeds = Symbols.Many("--feeds", "FILE", "give all outputs in FILE their values; - is standard input");
    private readonly Option<bool> init = Symbols.Flag("--init", "first initialize the variables that have no value");
    private readonly Option<string?> repeat = Symbols.One("--repeat", "N", "run N times, in one transaction");
    private readonly Option<string?> every = Symbols.One("--every", "K", "with --repeat: print every K-th run");
    private readonly Option<string?> each = Symbols.One("--each", "FILE", "run once for each line, a JSON object of feeds; - is standard input");
    private readonly Option<bool> keepGoing = Symbols.Flag("--keep-going", "with --each: tell the lines that fail and run the rest");
    private readonly Option<string[]> assert = Symbols.Many("--assert", "EXPR", "fail and commit nothing unless EXPR is true after each run");
    private readonly Option<bool> checkFinite = Symbols.Flag("--check-finite", "fail and commit nothing if any node computes a NaN or infinity");
    private readonly Option<string[]> rename = Symbols.Many("--rename", "OLD=NEW", "the graph calls variable OLD of the session NEW");
    private readonly Option<bool> drop = Symbols.Flag("--drop", "remove variables of the session that the graph no longer has");
    private readonly Option<bool> record = Symbols.Flag("--record", "record feeds and graph for replay, however large");
    private readonly Option<string?> seed = Symbols.One("--seed", "N", "the seed of random ops, instead of the graph's");
    private readonly Option<string?> at = Symbols.One("--at", "CHECKPOINT", "read this past state, by number or tag, and write nothing");
    private readonly Option<bool> ephemeral = Symbols.Flag("--ephemeral", "keep variables in memory and touch no store");
    private readonly Option<string?> lockTimeout = Symbols.One("--lock-timeout", "TIME", "how long to wait for a session in use (default: 30s)");
    private readonly Option<string?> format = Symbols.One("--format", "FORMAT", $"{string.Join(", ", OutputFormats.Names)}", [.. OutputFormats.Names]);
    private readonly Option<string?> output = Symbols.One("--output", "FILE", "write results to FILE; its extension names the format");
    private readonly Option<string?> save = Symbols.One("--save", "DIR", "write each value to a file in DIR: npy, or as --format says");
    private readonly Option<bool> json = Symbols.Flag("--json", "short for --format json --error-format json");
    private readonly Option<string?> trace = Symbols.One("--trace", "FILE", "write when each step ran on which thread, for Perfetto");
    private readonly Option<string?> threads = Symbols.One("--threads", "N", "use at most N threads; results do not depend on it");
    private readonly Option<string?> timeout = Symbols.One("--timeout", "TIME", "give up after TIME such as 500ms, 30s or 5m");

    public RunSymbols(Invocation invocation)
    {
        sessions = new SessionSymbols(invocation);
        session = sessions.SessionOption("the session (default: the graph's name, or its file's)");
        fetch.CompletionSources.Add(context => NodeNames.In(context.ParseResult.GetValue(Graph)));
        target.CompletionSources.Add(context => NodeNames.In(context.ParseResult.GetValue(Graph)));
        feed.CompletionSources.Add(context => NodeNames.In(context.ParseResult.GetValue(Graph)).Select(name => name + "="));
    }

    public Argument<string> Graph { get; } = Symbols.Required("GRAPH", "a graph file or model; - is standard input");

    public IReadOnlyList<OptionGroup> Groups =>
    [
        new("What to run", [fetch, target, feed, feeds, init, repeat, every, each, keepGoing, seed, assert, checkFinite]),
        new("Session", [session, sessions.Store, at, ephemeral, rename, drop, record, lockTimeout]),
        new("Results", [format, output, save, json, trace]),
        new("Limits", [threads, timeout]),
        models.Group,
    ];

    /// <summary>Those that say what a plan is made for.</summary>
    public IReadOnlyList<OptionGroup> PlanGroups =>
    [
        new("What to run", [fetch, target, feed, feeds, init, seed]),
        new("Session", [session, sessions.Store, at, ephemeral, lockTimeout]),
        new("Limits", [threads]),
    ];

    /// <exception cref="Errors.GraphRunException">A value that is none.</exception>
    public RunOptions Read(ParseResult result)
    {
        var path = result.GetValue(output) is { } file && file != "-" ? file : null;
        return new RunOptions
        {
            Graph = result.GetValue(Graph)!,
            Model = models.Read(result),
            Fetches = Names(result.GetValue(fetch)),
            Targets = Names(result.GetValue(target)),
            Feeds = result.GetValue(feed) ?? [],
            FeedFiles = result.GetValue(feeds) ?? [],
            Initializes = result.GetValue(init),
            Repeat = Values.Integer(repeat, result, least: 1) ?? 1,
            Every = Values.Integer(every, result, least: 1),
            Each = result.GetValue(each),
            KeepsGoing = result.GetValue(keepGoing),
            Asserts = result.GetValue(assert) ?? [],
            ChecksFinite = result.GetValue(checkFinite),
            Renames = [.. (result.GetValue(rename) ?? []).Select(VariableRename.Parse)],
            DropsGone = result.GetValue(drop),
            Records = result.GetValue(record),
            Seed = Values.Integer(seed, result, least: long.MinValue),
            Session = result.GetValue(session),
            Store = result.GetValue(sessions.Store),
            StorePath = sessions.PathOf(result),
            At = result.GetValue(at),
            IsEphemeral = result.GetValue(ephemeral),
            LockTimeout = Values.Duration(lockTimeout, result),
            Format = FormatOf(result, path),
            OutputPath = path,
            TracePath = result.GetValue(trace),
            SaveFolder = result.GetValue(save),
            Threads = (int?)Values.Integer(threads, result, least: 1, most: MaxThreads),
            Timeout = Values.Duration(timeout, result),
        };
    }

    private OutputFormat FormatOf(ParseResult result, string? path)
    {
        if (Values.OneOf(format, result, OutputFormats.Names) is { } name)
            return OutputFormats.Parse(name);
        if (result.GetValue(save) is not null)
            return OutputFormat.Npy;
        if (result.GetValue(each) is not null)
            return OutputFormat.Jsonl;
        return result.GetValue(json) ? OutputFormat.Json : path is null ? OutputFormat.Text : OutputFormats.OfFile(path);
    }

    private static string[] Names(string[]? values) => [.. (values ?? []).SelectMany(value => value.Split(','))];
}
