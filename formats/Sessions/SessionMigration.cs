using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Stores;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>How a session's variables go over to a graph that has changed: which stay, which have another name, which go.</summary>
public sealed class SessionMigration
{
    private readonly SessionState state;
    private readonly Dictionary<string, string> oldNames = [];
    private readonly Dictionary<string, string> oldCounters = [];

    private SessionMigration(SessionState state) => this.state = state;

    /// <summary>Every variable of the session or the graph, by name.</summary>
    public IReadOnlyList<VariableMove> Moves { get; private set; } = [];

    /// <summary>Something of the session changes even when the run writes nothing.</summary>
    public bool ChangesSession => oldNames.Count + oldCounters.Count > 0 || Moves.Any(move => move.Fate == VariableFate.Dropped);

    /// <summary>Random ops whose positions are now kept under another name.</summary>
    public IEnumerable<string> ForgottenCounters => oldCounters.Values;

    /// <summary>Compares a state with a graph.</summary>
    /// <exception cref="GraphRunException">A rename is about nothing that the session has, or its new name is taken.</exception>
    public static SessionMigration Of(SessionState state, Graph graph, IReadOnlyList<VariableRename> renames, bool dropsGone)
    {
        var migration = new SessionMigration(state);
        var stored = state.Variables();
        if (renames.Count > 0)
        {
            Rename(stored.Select(variable => variable.Name), renames, migration.oldNames);
            Rename(state.RandomCounters().Keys, renames, migration.oldCounters);
            migration.CheckRenames(stored, renames);
        }

        migration.Moves = migration.Compare(stored, graph, dropsGone);
        return migration;
    }

    /// <summary>The value for a variable of the graph; null when the session has none.</summary>
    public Tensor? Read(string name) =>
        oldNames.TryGetValue(name, out var old) ? state.Read(old) : oldNames.ContainsValue(name) ? null : state.Read(name);

    /// <summary>A variable of the graph as the session has it.</summary>
    public StoredVariable? Variable(string name) =>
        oldNames.TryGetValue(name, out var old) ? state.Variable(old) : oldNames.ContainsValue(name) ? null : state.Variable(name);

    /// <summary>The position of a random op of the graph.</summary>
    public UInt128? RandomCounter(string name) => state.RandomCounter(oldCounters.GetValueOrDefault(name, name));

    /// <summary>Variables that get or lose a value by the migration alone; null drops one.</summary>
    public IEnumerable<KeyValuePair<string, Tensor?>> VariableChanges()
    {
        foreach (var move in Moves.Where(move => move.Fate == VariableFate.Dropped))
            yield return KeyValuePair.Create(move.Stored!.Name, (Tensor?)null);
        foreach (var old in oldNames.Values)
            yield return KeyValuePair.Create(old, (Tensor?)null);
        foreach (var (name, old) in oldNames.Where(pair => Moves.Any(move => move.Name == pair.Key && move.Fate != VariableFate.Dropped)))
            yield return KeyValuePair.Create(name, state.Read(old));
    }

    /// <summary>Positions of random ops under their new names.</summary>
    public IEnumerable<KeyValuePair<string, UInt128>> CounterChanges() =>
        oldCounters.Select(pair => KeyValuePair.Create(pair.Key, state.RandomCounter(pair.Value)!.Value));

    private static void Rename(IEnumerable<string> names, IReadOnlyList<VariableRename> renames, Dictionary<string, string> oldNames)
    {
        foreach (var name in names)
        {
            if (renames.Select(rename => rename.Apply(name)).FirstOrDefault(renamed => renamed is not null) is { } found)
                oldNames[found] = name;
        }
    }

    private void CheckRenames(IReadOnlyList<StoredVariable> stored, IReadOnlyList<VariableRename> renames)
    {
        var names = stored.Select(variable => variable.Name).Concat(state.RandomCounters().Keys).ToHashSet();
        foreach (var rename in renames.Where(rename => !names.Any(name => rename.Apply(name) is not null || rename.IsResult(name))))
        {
            throw new GraphRunException(
                ErrorCode.UnknownName,
                $"--rename {Printable.Text(rename.ToString())}: session '{state.Session}' has no variable '{Printable.Text(rename.Old)}'",
                help: Suggestion.For(rename.Old, names));
        }

        var stays = stored.Select(variable => variable.Name).Except(oldNames.Values).ToHashSet();
        if (oldNames.Keys.FirstOrDefault(stays.Contains) is { } taken)
        {
            throw new GraphRunException(
                ErrorCode.GraphChanged,
                $"session '{state.Session}' has both '{Printable.Text(oldNames[taken])}' and '{Printable.Text(taken)}'",
                help: $"drop one of them first: graphrun session set {state.Session} --drop {taken}");
        }
    }

    private List<VariableMove> Compare(IReadOnlyList<StoredVariable> stored, Graph graph, bool dropsGone)
    {
        var newNames = oldNames.ToDictionary(pair => pair.Value, pair => pair.Key);
        var byName = stored.ToDictionary(variable => newNames.GetValueOrDefault(variable.Name, variable.Name));
        var moves = new List<VariableMove>();
        foreach (var declared in graph.Variables.DistinctBy(variable => variable.Name))
        {
            byName.Remove(declared.Name, out var variable);
            var fate = variable is null ? VariableFate.New
                : !GraphChanges.Fits(declared, variable) ? VariableFate.Unfit
                : oldNames.ContainsKey(declared.Name) ? VariableFate.Renamed : VariableFate.Kept;
            moves.Add(new VariableMove(declared.Name, fate, variable, declared));
        }

        var lost = dropsGone ? VariableFate.Dropped : VariableFate.Gone;
        moves.AddRange(byName.Select(pair => new VariableMove(pair.Key, lost, pair.Value, null)));
        return [.. moves.OrderBy(move => move.Name, StringComparer.Ordinal)];
    }
}
