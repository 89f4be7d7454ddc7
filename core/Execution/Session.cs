using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>
/// The values of variables and the counters of random ops, kept from run to run. A run that fails leaves them as they were. Where they
/// come from and where they are committed is the caller's business: <see cref="LoadVariable"/>, <see cref="ChangedVariables"/>.
/// Not for use by several threads at once.
/// </summary>
public sealed class Session
{
    private readonly Dictionary<string, Variable> variables = [];
    private readonly Dictionary<string, RandomCounter> counters = [];
    private readonly Dictionary<object, Action> undo = [];

    /// <summary>Reads the committed value of a variable, or null when it has none. Null: nothing is committed.</summary>
    public Func<string, Tensor?>? LoadVariable { get; init; }

    /// <summary>Reads the committed counter of a random op, or null when it has none.</summary>
    public Func<string, UInt128?>? LoadCounter { get; init; }

    /// <summary>The seed to use instead of the graph's.</summary>
    public long? Seed { get; init; }

    /// <summary>How often a loop may go round before the run fails with <see cref="ErrorCode.LimitExceeded"/>, unless its node says otherwise. Default: a million.</summary>
    public long IterationLimit { get; init; } = 1_000_000;

    /// <summary>A limit that no node can lift; for computing constants, where nobody could stop a loop.</summary>
    internal long MostIterations { get; init; } = long.MaxValue;

    /// <summary>Receives what Print ops say, line ends included. Default: nobody.</summary>
    public Action<string> Print { get; init; } = _ => { };

    /// <summary>The variables that have been written since the last commit, by name.</summary>
    public IEnumerable<Variable> ChangedVariables => variables.Values.Where(variable => variable.IsChanged).OrderBy(variable => variable.Name, StringComparer.Ordinal);

    /// <summary>The counters that have moved since the last commit, by name.</summary>
    public IEnumerable<RandomCounter> ChangedCounters => counters.Values.Where(counter => counter.IsChanged).OrderBy(counter => counter.Name, StringComparer.Ordinal);

    /// <summary>Something has changed since the last commit.</summary>
    public bool IsChanged => variables.Values.Any(variable => variable.IsChanged) || counters.Values.Any(counter => counter.IsChanged);

    /// <summary>The variable of this name, which may have no value yet.</summary>
    public Variable Variable(string name)
    {
        if (!variables.TryGetValue(name, out var variable))
            variables.Add(name, variable = new Variable(this, name));
        return variable;
    }

    /// <summary>The counter of the random op of this name, from 0 when it has never run.</summary>
    public RandomCounter Counter(string name)
    {
        if (!counters.TryGetValue(name, out var counter))
            counters.Add(name, counter = new RandomCounter(this, name, LoadCounter?.Invoke(name) ?? 0));
        return counter;
    }

    /// <summary>Runs what the fetches and targets need, once, and returns the fetched values in order.</summary>
    /// <exception cref="GraphRunException">Anything that goes wrong; the session is then as it was before.</exception>
    public Tensor[] Run(
        Graph graph, IReadOnlyList<Fetch> fetches, IReadOnlyList<(Output Output, Tensor Value)>? feeds = null, IReadOnlyList<Node>? targets = null)
    {
        var plan = Planner.Plan(graph, this, new RunRequest
        {
            Fetches = fetches,
            Feeds = [.. (feeds ?? []).Select(feed => feed.Output)],
            FeedShapes = [.. (feeds ?? []).Select(feed => feed.Value.Shape)],
            Targets = targets ?? [],
        });
        return plan.Run([.. (feeds ?? []).Select(feed => feed.Value)]);
    }

    /// <summary>Runs the initializers of those variables of the graph that have no value yet, each after those whose values it reads.</summary>
    /// <param name="feeds">Values for what initializers need and does not stand in the graph; those that none needs may be among them.</param>
    /// <returns>The variables that got a value.</returns>
    public IReadOnlyList<VariableDeclaration> Initialize(
        Graph graph, IReadOnlyList<(Output Output, Tensor Value)>? feeds = null, CancellationToken cancellation = default)
    {
        var missing = graph.Variables.Where(variable => variable.Initializer is not null && Variable(variable.Name).Value is null).ToList();
        if (missing.Count == 0)
            return missing;
        var given = (feeds ?? []).Where(feed => !graph.Variables.Any(variable => variable.Node == feed.Output.Node)).ToList();
        var plan = Planner.Plan(graph, this, new RunRequest
        {
            Feeds = [.. given.Select(feed => feed.Output)],
            FeedShapes = [.. given.Select(feed => feed.Value.Shape)],
            Targets = [.. missing.Select(variable => variable.Initializer!)],
            Cancellation = cancellation,
        });
        plan.Run([.. given.Select(feed => feed.Value)]);
        return missing;
    }

    /// <summary>Reads every variable that has been asked for so far, so that where they come from can be closed.</summary>
    public void LoadAll()
    {
        foreach (var variable in variables.Values)
            _ = variable.Value;
    }

    /// <summary>Everything changed so far counts as committed.</summary>
    public void MarkCommitted()
    {
        undo.Clear();
        foreach (var variable in variables.Values)
            variable.MarkCommitted();
        foreach (var counter in counters.Values)
            counter.MarkCommitted();
    }

    /// <summary>From here on <see cref="Rollback"/> comes back to this point.</summary>
    internal void Begin()
    {
        undo.Clear();
        Runs++;
    }

    /// <summary>The runs so far, the one under way included.</summary>
    internal long Runs { get; private set; }

    /// <summary>Takes back every change since <see cref="Begin"/>.</summary>
    internal void Rollback()
    {
        foreach (var restore in undo.Values)
            restore();
        undo.Clear();
    }

    internal void Remember(Variable variable, Tensor? value, bool wasLoaded, bool wasChanged)
    {
        if (!undo.ContainsKey(variable))
            undo.Add(variable, () => variable.Restore(value, wasLoaded, wasChanged));
    }

    internal void Remember(RandomCounter counter, UInt128 next, bool wasChanged)
    {
        if (!undo.ContainsKey(counter))
            undo.Add(counter, () => counter.Restore(next, wasChanged));
    }
}
