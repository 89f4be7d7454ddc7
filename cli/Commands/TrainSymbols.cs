using System.CommandLine;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Completions;

namespace GraphRun.Cli.Commands;

/// <summary>The argument and options of <c>train</c>.</summary>
internal sealed class TrainSymbols
{
    private const int MaxThreads = 1024;

    private readonly SessionSymbols sessions;
    private readonly Option<string?> session;

    private readonly Option<string?> target = Symbols.One("--target", "NAME", "the node that is one step (default: train)");
    private readonly Option<string[]> fetch =
        Symbols.Many("--fetch", "NAME", "a scalar to watch (default: loss); repeat it, or separate names by commas");
    private readonly Option<string[]> data = Symbols.Many("--data", "FILE", "examples: FILE, or NAME=FILE, or NAME=FILE:KEY; repeat it");
    private readonly Option<string[]> validation =
        Symbols.Many("--validation", "FILE", "examples to watch the metrics on, spelt as --data");
    private readonly Option<string[]> feed = Symbols.Many("--feed", "NAME=VALUE", "give an output this value in every step");
    private readonly Option<string?> batchSize =
        Symbols.One("--batch-size", "B", "examples of one step (default: 32, or what the graph fixes)");
    private readonly Option<string?> epochs = Symbols.One("--epochs", "E", "stop when the session has seen all examples E times");
    private readonly Option<string?> steps = Symbols.One("--steps", "N", "stop when the session has made N steps");
    private readonly Option<bool> shuffle = Symbols.Flag("--shuffle", "take the examples of each epoch in a random order");
    private readonly Option<bool> dropRest = Symbols.Flag("--drop-remainder", "leave out examples that do not fill a batch");
    private readonly Option<string?> seed = Symbols.One("--seed", "N", "the seed of random ops and of the order, instead of the graph's");
    private readonly Option<string?> every = Symbols.One("--every", "K", "report after every K-th step (default: after each epoch)");
    private readonly Option<string?> until = Symbols.One("--until", "CONDITION", "stop when a report meets it: 'loss < 0.01'");
    private readonly Option<string?> patience = Symbols.One("--patience", "P", "stop when P reports in a row bring no lower first metric");
    private readonly Option<string?> checkpointEvery =
        Symbols.One("--checkpoint-every", "K", "commit after every K-th step (default: at the end)");
    private readonly Option<bool> checkFinite = Symbols.Flag("--check-finite", "stop at the first node that gives a NaN or an infinity");
    private readonly Option<string?> metrics = Symbols.One("--metrics", "FILE", "append each report to FILE as a line of JSON");
    private readonly Option<string?> tensorBoard =
        Symbols.One("--tensorboard", "DIR", "write reports and the variables' histograms for TensorBoard");
    private readonly Option<bool> ephemeral = Symbols.Flag("--ephemeral", "keep variables in memory and touch no store");
    private readonly Option<string?> threads = Symbols.One("--threads", "N", "use at most N threads; results do not depend on it");
    private readonly Option<string?> timeout =
        Symbols.One("--timeout", "TIME", "stop after TIME such as 30s or 5m, with what was done committed");

    public TrainSymbols(Invocation invocation)
    {
        sessions = new SessionSymbols(invocation);
        session = sessions.SessionOption("the session (default: the graph's name, or its file's)");
        target.CompletionSources.Add(context => NodeNames.In(context.ParseResult.GetValue(Graph)));
        fetch.CompletionSources.Add(context => NodeNames.In(context.ParseResult.GetValue(Graph)));
    }

    public Argument<string> Graph { get; } = Symbols.Required("GRAPH", "a graph file, YAML or JSON; - is standard input");

    public IReadOnlyList<OptionGroup> Groups =>
    [
        new("What to learn from", [target, data, feed, batchSize, shuffle, dropRest, seed]),
        new("How long", [epochs, steps, until, patience, timeout]),
        new("What to watch", [fetch, validation, every, checkFinite, metrics, tensorBoard]),
        new("Session", [session, sessions.Store, ephemeral, sessions.LockTimeout, checkpointEvery, threads]),
    ];

    /// <exception cref="Errors.GraphRunException">A value that is none.</exception>
    public TrainOptions Read(ParseResult result) => new()
    {
        Arguments = [.. result.Tokens.Skip(1).Select(token => token.Value)],
        Graph = result.GetValue(Graph)!,
        Target = result.GetValue(target) ?? "train",
        Metrics = result.GetValue(fetch) is { Length: > 0 } names ? [.. names.SelectMany(name => name.Split(','))] : ["loss"],
        Data = result.GetValue(data) ?? [],
        Validation = result.GetValue(validation) ?? [],
        Feeds = result.GetValue(feed) ?? [],
        BatchSize = Values.Integer(batchSize, result, least: 1, most: int.MaxValue) ?? 0,
        Epochs = Values.Integer(epochs, result, least: 1),
        Steps = Values.Integer(steps, result, least: 1),
        Shuffles = result.GetValue(shuffle),
        DropsRest = result.GetValue(dropRest),
        Every = Values.Integer(every, result, least: 1),
        Until = result.GetValue(until) is { } condition ? StopCondition.Parse(condition) : null,
        Patience = Values.Integer(patience, result, least: 1),
        CheckpointEvery = Values.Integer(checkpointEvery, result, least: 1),
        ChecksFinite = result.GetValue(checkFinite),
        MetricsPath = result.GetValue(metrics),
        EventFolder = result.GetValue(tensorBoard),
        Seed = Values.Integer(seed, result, least: long.MinValue),
        Session = result.GetValue(session),
        StorePath = sessions.PathOf(result),
        IsEphemeral = result.GetValue(ephemeral),
        LockTimeout = Values.Duration(sessions.LockTimeout, result),
        Threads = (int?)Values.Integer(threads, result, least: 1, most: MaxThreads),
        Timeout = Values.Duration(timeout, result),
    };
}
