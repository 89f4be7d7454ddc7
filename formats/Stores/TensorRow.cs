using System.Text;
using GraphRun.Tensors;

namespace GraphRun.Formats.Stores;

/// <summary>
/// One version of one tensor: its value from checkpoint <paramref name="Since"/> until, not including, checkpoint <paramref name="Until"/>.
/// </summary>
/// <param name="Until">The checkpoint of the next version; null while this one is the latest.</param>
/// <param name="DType"><see cref="DType.None"/> for a tombstone: from then on there is no such tensor.</param>
/// <param name="Bytes">The length of the content.</param>
/// <param name="Crc">The checksum of dtype, shape and content, whatever the name.</param>
/// <param name="Chunk">The first of the consecutive rows that hold the content; null when the row itself holds it.</param>
internal sealed record TensorRow(
    long Session, TensorKind Kind, string Name, long Since, long? Until, DType DType, Shape Shape, long Bytes, uint Crc, long? Chunk)
{
    public bool IsTombstone => DType == DType.None;

    /// <summary>Part of the state that a run starts from, as opposed to the record of a run.</summary>
    public bool IsState => Kind is TensorKind.Variable or TensorKind.RandomCounter;

    /// <summary>The checksum of the row itself: a damaged row never passes for a whole one.</summary>
    public uint Seal()
    {
        var seal = default(Checksum);
        seal.Append(Session);
        seal.Append((long)Kind);
        seal.Append(Name);
        seal.Append(Since);
        seal.Append(Until);
        seal.Append((long)DType);
        seal.Append(Shape.ToString());
        seal.Append(Bytes);
        seal.Append((long)Crc);
        seal.Append(Chunk);
        return seal.Value;
    }

    /// <summary>What this row adds to the digest of a state: depends on name and value only. FNV-1a, then mixed.</summary>
    public ulong Digest()
    {
        if (IsTombstone || !IsState)
            return 0;
        var hash = 14695981039346656037UL;
        foreach (var unit in Encoding.UTF8.GetBytes($"{(int)Kind} {DType.Name()}{Shape} {Bytes} {Crc:x8} {Name}"))
            hash = (hash ^ unit) * 1099511628211UL;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        return hash ^ (hash >> 29);
    }

    /// <summary>Whether dtype, shape and length go together, which a hostile file does not ensure.</summary>
    public bool IsPossible() => DType switch
    {
        DType.None => Bytes == 0,
        DType.String => Bytes >= 0 && Bytes / TensorContent.LengthSize >= Shape.ElementCount,
        DType.Resource or DType.Variant => false,
        _ => Bytes == (Int128)Shape.ElementCount * DType.Size(),
    };

    /// <summary>Whether this is the version that checkpoint <paramref name="number"/> has.</summary>
    public bool IsAt(long number) => Since <= number && (Until is null || Until > number);

    /// <summary>Whether the other row has the same value as far as can be told without reading it.</summary>
    public bool LooksLike(TensorRow other) =>
        DType == other.DType && Shape.Equals(other.Shape) && Bytes == other.Bytes && Crc == other.Crc;

    /// <summary>How messages name the tensor.</summary>
    public string Describe() => Describe(Kind, Name);

    public static string Describe(TensorKind kind, string name) => kind switch
    {
        TensorKind.RandomCounter => $"the random state of '{name}'",
        TensorKind.Feed => $"the recorded feed '{name}'",
        TensorKind.Graph => "the recorded graph",
        _ => $"variable '{name}'",
    };
}
