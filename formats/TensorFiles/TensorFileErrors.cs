using System.Runtime.InteropServices;
using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>The errors of tensor files: each begins with the file's name as the user wrote it.</summary>
internal static class TensorFileErrors
{
    /// <summary>Beyond what is printed of any text.</summary>
    private const int LongestQuote = 1000;
    private const int MaxNames = 20;

    /// <summary>The file is damaged, or is not what it says.</summary>
    public static GraphRunException Invalid(string file, string message, string? help = null) =>
        new(ErrorCode.InvalidTensorFile, $"{file}: {message}", help: help);

    /// <summary>The file asks for more than is allowed.</summary>
    public static GraphRunException Limit(string file, string message, string? help = null) =>
        new(ErrorCode.LimitExceeded, $"{file}: {message}", help: help);

    /// <summary>The tensor that a key names among those of a file; without a key, the only one.</summary>
    public static string ChooseKey(string file, string? key, IReadOnlyList<string> names)
    {
        if (key is null && names.Count == 1)
            return names[0];
        if (key is not null && names.Contains(key))
            return key;
        var some = string.Join(", ", names.Take(MaxNames).Select(name => Printable.Text(name)));
        var all = names.Count == 0 ? "none" : names.Count > MaxNames ? $"{some}, ..." : some;
        throw key is null
            ? Invalid(file, $"holds {names.Count} tensors, but no key says which: {all}", help: $"write {file}:KEY")
            : Invalid(file, $"has no tensor '{Printable.Text(key)}'; it has {all}", Suggestion.For(key, names));
    }

    /// <summary>A shape that a file names.</summary>
    public static Shape ShapeOf(string file, List<long> dims)
    {
        try
        {
            return Shape.Of(CollectionsMarshal.AsSpan(dims));
        }
        catch (GraphRunException error)
        {
            throw Within(file, error);
        }
    }

    /// <summary>A tensor of the size that a file asks for.</summary>
    public static Tensor Allocate(string file, DType dtype, Shape shape)
    {
        try
        {
            return Tensor.Allocate(dtype, shape);
        }
        catch (GraphRunException error)
        {
            throw Within(file, error);
        }
    }

    /// <summary>Text from a file as it may stand in a message.</summary>
    public static string Quote(ReadOnlySpan<byte> text) =>
        Printable.Text(Encoding.UTF8.GetString(text[..Math.Min(text.Length, LongestQuote)]));

    private static GraphRunException Within(string file, GraphRunException error) =>
        new([.. error.Diagnostics.Select(diagnostic => diagnostic with { Message = $"{file}: {diagnostic.Message}" })]);
}
