namespace GraphRun.Formats.Structuring;

/// <summary>When a node runs: which way each of some predicates must go. A node without conditions always runs. Immutable.</summary>
internal sealed class Guard : IEquatable<Guard>
{
    private readonly (int Predicate, bool Side)[] conditions;

    private Guard((int, bool)[] conditions) => this.conditions = conditions;

    public static Guard Always { get; } = new([]);

    public bool IsAlways => conditions.Length == 0;

    /// <summary>The predicates, in the order of their numbers.</summary>
    public IEnumerable<int> Predicates => conditions.Select(condition => condition.Predicate);

    /// <summary>Which way a predicate must go; null when it does not matter.</summary>
    public bool? SideOf(int predicate)
    {
        foreach (var condition in conditions)
        {
            if (condition.Predicate == predicate)
                return condition.Side;
        }

        return null;
    }

    /// <summary>Whether everything that this guard asks for, the other one asks for too.</summary>
    public bool IsWithin(Guard other) => Array.TrueForAll(conditions, condition => other.SideOf(condition.Predicate) == condition.Side);

    /// <summary>The conditions of both; null when they contradict each other.</summary>
    public Guard? And(Guard other)
    {
        if (other.IsAlways || ReferenceEquals(this, other))
            return this;
        if (IsAlways)
            return other;
        var all = new SortedDictionary<int, bool>();
        foreach (var (predicate, side) in conditions.Concat(other.conditions))
        {
            if (!all.TryAdd(predicate, side) && all[predicate] != side)
                return null;
        }

        return new Guard([.. all.Select(pair => (pair.Key, pair.Value))]);
    }

    public Guard? And(int predicate, bool side) => And(new Guard([(predicate, side)]));

    public Guard Without(int predicate) => new([.. conditions.Where(condition => condition.Predicate != predicate)]);

    public bool Equals(Guard? other) => other is not null && conditions.AsSpan().SequenceEqual(other.conditions);

    public override bool Equals(object? obj) => Equals(obj as Guard);

    public override int GetHashCode() => conditions.Aggregate(0, HashCode.Combine);
}
