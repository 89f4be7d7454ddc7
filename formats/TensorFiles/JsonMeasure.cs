using System.Text.Json;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// The first of two passes over a nested JSON array: finds its shape and, where no dtype is known, the one its values ask for, so
/// that the second pass fills a tensor that is allocated once.
/// </summary>
internal ref struct JsonMeasure(string file, string root)
{
    private readonly long[] sizes = NewSizes();
    private readonly JsonPath path = new(root);
    private int rank;
    private int leafDepth = -1;
    private JsonTokenType firstLeaf;
    private bool hasFraction;
    private bool isWide;

    /// <summary>Reads one value from its first token to its last.</summary>
    /// <exception cref="GraphRunException">Lists of different lengths or depths side by side; more than 32 levels.</exception>
    public (Shape Shape, DType DType) Read(scoped ref Utf8JsonReader reader)
    {
        do
        {
            if (reader.TokenType == JsonTokenType.StartArray)
                Open();
            else if (reader.TokenType == JsonTokenType.EndArray)
                Close();
            else
                Leaf(ref reader);
        }
        while (path.Depth > 0 && reader.Read());
        return (Shape.Of(sizes.AsSpan(0, rank)), Infer());
    }

    private void Open()
    {
        if (path.Depth == leafDepth)
            throw Ragged("a list stands where the values before it stand alone");
        if (path.Depth == Shape.MaxRank)
            throw TensorFileErrors.Limit(path.In(file), $"lists nested deeper than {Shape.MaxRank} levels, the largest rank");
        path.Open();
        rank = Math.Max(rank, path.Depth);
    }

    private void Close()
    {
        var count = path.Close();
        ref var size = ref sizes[path.Depth];
        if (size >= 0 && size != count)
            throw Ragged($"a list of {count} stands where the lists before it have {size}");
        size = count;
        path.Next();
    }

    private void Leaf(scoped ref Utf8JsonReader reader)
    {
        if (leafDepth < 0 && path.Depth == rank)
            (leafDepth, firstLeaf) = (path.Depth, Kind(ref reader));
        else if (path.Depth != leafDepth)
            throw Ragged("a single value stands where a list was expected");
        if (reader.TokenType == JsonTokenType.Number && (!hasFraction || !isWide))
            Widen(reader.ValueSpan, reader.TryGetInt32(out _));
        else if (reader.TokenType == JsonTokenType.String)
            hasFraction |= JsonSpecial.IsNumber(ref reader);
        else if (reader.TokenType == JsonTokenType.StartObject)
            reader.Skip();
        path.Next();
    }

    private void Widen(scoped ReadOnlySpan<byte> number, bool fitsInt32)
    {
        hasFraction |= number.IndexOfAny(".eE"u8) >= 0;
        isWide |= !fitsInt32;
    }

    private static JsonTokenType Kind(scoped ref Utf8JsonReader reader) =>
        JsonSpecial.IsNumber(ref reader) ? JsonTokenType.Number : reader.TokenType;

    /// <summary>As TensorFlow infers it from Python's values; an empty list is float32.</summary>
    private readonly DType Infer() => firstLeaf switch
    {
        JsonTokenType.String or JsonTokenType.StartObject => DType.String,
        JsonTokenType.True or JsonTokenType.False => DType.Bool,
        JsonTokenType.Number when !hasFraction => isWide ? DType.Int64 : DType.Int32,
        _ => DType.Float32,
    };

    private readonly GraphRunException Ragged(string what) => TensorFileErrors.Invalid(path.In(file), what);

    private static long[] NewSizes()
    {
        var sizes = new long[Shape.MaxRank];
        Array.Fill(sizes, Shape.Unknown);
        return sizes;
    }
}
