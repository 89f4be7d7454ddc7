using System.Globalization;
using System.Text;
using GraphRun.Errors;

namespace GraphRun.Tensors;

/// <summary>
/// The sizes of a tensor's dims. A tensor's own shape is fully defined; an inferred one may have unknown dims (printed
/// <c>?</c>), named dims (equal names are equal dims), or even an unknown rank. Immutable.
/// </summary>
public sealed class Shape : IEquatable<Shape>
{
    /// <summary>The largest rank a tensor may have.</summary>
    public const int MaxRank = 32;

    /// <summary>The size of a dim that is not known.</summary>
    public const long Unknown = -1;

    private readonly long[]? sizes;
    private readonly string?[]? names;

    private Shape(long[]? sizes, string?[]? names)
    {
        this.sizes = sizes;
        this.names = names;
        ElementCount = Count(sizes);
    }

    /// <summary>Rank 0.</summary>
    public static Shape Scalar { get; } = new([], null);

    /// <summary>A shape of which not even the rank is known.</summary>
    public static Shape UnknownRank { get; } = new(null, null);

    public bool HasRank => sizes is not null;

    /// <summary>The number of dims; -1 when not known.</summary>
    public int Rank => sizes?.Length ?? -1;

    /// <summary>The product of the dims; 1 for a scalar; -1 when a dim or the rank is not known.</summary>
    public long ElementCount { get; }

    public bool IsFullyDefined => ElementCount >= 0;

    public bool IsScalar => Rank == 0;

    /// <summary>The sizes, -1 where not known. Empty when the rank is not known: ask <see cref="HasRank"/> first.</summary>
    public ReadOnlySpan<long> Dims => sizes;

    /// <summary>The size of a dim; -1 when not known. A negative index counts from the last dim.</summary>
    public long this[int axis] => sizes![axis < 0 ? axis + sizes.Length : axis];

    /// <summary>A shape of these sizes, each at least 0 or -1 for unknown.</summary>
    /// <exception cref="GraphRunException">A size below -1, a rank above 32, or more than 2^63 - 1 elements.</exception>
    public static Shape Of(params ReadOnlySpan<long> dims) => dims.IsEmpty ? Scalar : new Shape(dims.ToArray(), null);

    /// <summary>A shape whose dims may have names; <paramref name="names"/> is as long as <paramref name="dims"/>.</summary>
    public static Shape Named(ReadOnlySpan<long> dims, ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (name is not null)
                return new Shape(dims.ToArray(), names.ToArray());
        }

        return Of(dims);
    }

    /// <summary>A shape of known rank and unknown dims.</summary>
    public static Shape OfRank(int rank)
    {
        var dims = new long[rank];
        Array.Fill(dims, Unknown);
        return new Shape(dims, null);
    }

    /// <summary>The name of a dim, or null.</summary>
    public string? NameOf(int axis) => names?[axis < 0 ? axis + names.Length : axis];

    /// <summary>Whether a value of shape <paramref name="other"/> may stand where this shape is declared: unknown dims accept anything.</summary>
    public bool Accepts(Shape other)
    {
        if (!HasRank || !other.HasRank)
            return true;
        if (Rank != other.Rank)
            return false;
        for (var i = 0; i < Rank; i++)
        {
            if (sizes![i] != Unknown && other.sizes![i] != Unknown && sizes[i] != other.sizes[i])
                return false;
        }

        return true;
    }

    /// <summary>The most specific shape that accepts whatever this one or <paramref name="other"/> accepts: dims on which they differ are unknown.</summary>
    public Shape Covering(Shape other)
    {
        if (!HasRank || Rank != other.Rank)
            return UnknownRank;
        var dims = new long[Rank];
        var common = new string?[Rank];
        for (var i = 0; i < dims.Length; i++)
        {
            dims[i] = this[i] == other[i] ? this[i] : Unknown;
            common[i] = NameOf(i) == other.NameOf(i) ? NameOf(i) : null;
        }

        return Named(dims, common);
    }

    /// <summary>This shape without its dim names.</summary>
    public Shape WithoutNames() => names is null ? this : new Shape(sizes, null);

    public bool Equals(Shape? other) =>
        ReferenceEquals(this, other) || (other is not null && HasRank == other.HasRank && Dims.SequenceEqual(other.Dims));

    public override bool Equals(object? obj) => Equals(obj as Shape);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Rank);
        foreach (var size in Dims)
            hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary><c>[2,3]</c>, <c>[]</c>, <c>[?,784]</c>, <c>[batch,784]</c>, or <c>?</c> for an unknown rank.</summary>
    public override string ToString()
    {
        if (sizes is null)
            return "?";
        var text = new StringBuilder("[");
        for (var i = 0; i < sizes.Length; i++)
        {
            if (i > 0)
                text.Append(',');
            text.Append(sizes[i] != Unknown ? sizes[i].ToString(CultureInfo.InvariantCulture) : names?[i] ?? "?");
        }

        return text.Append(']').ToString();
    }

    private static long Count(long[]? sizes)
    {
        if (sizes is null)
            return Unknown;
        if (sizes.Length > MaxRank)
            throw new GraphRunException(ErrorCode.LimitExceeded, $"a shape of rank {sizes.Length} exceeds the largest rank, {MaxRank}");
        UInt128 count = 1;
        var (unknown, empty) = (false, false);
        foreach (var size in sizes)
        {
            if (size < Unknown)
                throw new GraphRunException(ErrorCode.InvalidShape, $"dims must be at least 0, got {size}");
            unknown |= size == Unknown;
            empty |= size == 0;
            count *= size > 0 && count <= long.MaxValue ? (UInt128)size : 1;
        }

        if (unknown || empty)
            return unknown ? Unknown : 0;
        return count <= long.MaxValue
            ? (long)count
            : throw new GraphRunException(ErrorCode.LimitExceeded, $"shape [{string.Join(',', sizes)}] exceeds the largest number of elements, {long.MaxValue}");
    }
}
