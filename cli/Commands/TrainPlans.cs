using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Training;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary>What a training runs: a step on a batch of examples, and a look at the metrics of other examples.</summary>
internal sealed class TrainPlans : IDisposable
{
    private readonly TrainOptions options;
    private readonly StandardInput input;
    private readonly Node target;
    private readonly Fetch[] metrics;
    private readonly IReadOnlyList<(Output Output, Tensor Value)> feeds;

    /// <exception cref="GraphRunException">A name that the graph does not have, a feed or a data file that does not fit.</exception>
    public TrainPlans(Graph graph, TrainOptions options, StandardInput input)
    {
        (Graph, this.options, this.input) = (graph, options, input);
        target = Named(() => OutputNames.FindNode(graph, options.Target), "--target NAME says which node is one step");
        metrics = [.. options.Metrics.Select(name => Named(() => Fetch.Parse(graph, name), "--fetch NAME says which scalar to watch"))];
        feeds = GraphFeeds.Read(graph, options.Feeds, [], input);
        Examples = Read(options.Data, Needed([.. metrics.Select(metric => metric.Output.Node), target], feeds));
        Validation = options.Validation.Count == 0
            ? null
            : Read(options.Validation, Needed([.. metrics.Select(metric => metric.Output.Node)], FeedsOfValidation));
        if (options.Validation.Count > 0 && Validation is null)
            throw new GraphRunException(ErrorCode.Usage, "the metrics depend on no data, so there is nothing to validate");
    }

    public Graph Graph { get; }

    /// <summary>What is fed in every step.</summary>
    public IReadOnlyList<(Output Output, Tensor Value)> Feeds => feeds;

    /// <summary>The examples to learn from; null when the step needs none.</summary>
    public TrainingData? Examples { get; }

    /// <summary>The examples to watch the metrics on; null when there are none.</summary>
    public TrainingData? Validation { get; }

    /// <summary>What is fed in validation: a default stands where the graph has one, so that a switch for training is off.</summary>
    private IReadOnlyList<(Output Output, Tensor Value)> FeedsOfValidation =>
        [.. feeds.Where(feed => feed.Output.Node.Inputs.Count == 0)];

    /// <summary>What has a name that may be a default, which the help of an error tells.</summary>
    private static T Named<T>(Func<T> find, string help)
    {
        try
        {
            return find();
        }
        catch (GraphRunException error) when (error.Code == ErrorCode.UnknownName && error.Diagnostics[0].Help is null)
        {
            throw new GraphRunException([error.Diagnostics[0] with { Help = help }]);
        }
    }

    /// <summary>The step: takes a batch and gives the metrics.</summary>
    public Func<Tensor[], Tensor[]> Step(Session session)
    {
        var plan = Plan(session, Examples, feeds, [target]);
        Tensor[] given = [.. feeds.Select(feed => feed.Value)];
        return given.Length == 0 ? batch => plan.Run(batch) : batch => plan.Run([.. given, .. batch]);
    }

    /// <summary>The metrics of a batch; no variable and no random counter moves.</summary>
    public Func<Tensor[], Tensor[]> Evaluation(Session session)
    {
        var plan = Plan(session, Validation, FeedsOfValidation, []);
        Tensor[] given = [.. FeedsOfValidation.Select(feed => feed.Value)];
        return batch => plan.Evaluate([.. given, .. batch]);
    }

    public void Dispose()
    {
        Examples?.Dispose();
        Validation?.Dispose();
    }

    private Plan Plan(
        Session session, TrainingData? data, IReadOnlyList<(Output Output, Tensor Value)> fixedFeeds, Node[] targets) =>
        Planner.Plan(Graph, session, new RunRequest
        {
            Feeds = [.. fixedFeeds.Select(feed => feed.Output), .. data?.Outputs ?? []],
            Fetches = metrics,
            Targets = targets,
            ChecksFinite = options.ChecksFinite,
        });

    private TrainingData? Read(IReadOnlyList<string> files, Dictionary<string, Output> needed)
    {
        if (files.Count > 0)
            return new DataFiles(Graph, needed, input).Read(files);
        return needed.Count == 0 ? null : throw new GraphRunException(
            ErrorCode.MissingFeed, $"no data for '{string.Join("', '", needed.Keys)}'", help: "add --data FILE, or --data NAME=FILE");
    }

    /// <summary>The placeholders on which nodes depend and that nothing feeds.</summary>
    private static Dictionary<string, Output> Needed(Node[] nodes, IReadOnlyList<(Output Output, Tensor Value)> given)
    {
        var fed = given.Select(feed => feed.Output).ToHashSet();
        var (seen, pending) = (new HashSet<Node>(nodes), new Stack<Node>(nodes));
        while (pending.TryPop(out var node))
        {
            var sources = node.Inputs.Where(source => !fed.Contains(source)).Select(source => source.Node);
            foreach (var next in sources.Concat(node.ControlInputs))
            {
                if (seen.Add(next))
                    pending.Push(next);
            }
        }

        return seen.Where(node => node.Op.Name == "Placeholder" && !fed.Contains(new Output(node, 0)))
            .OrderBy(node => node.Index).ToDictionary(node => node.Name, node => new Output(node, 0));
    }
}
