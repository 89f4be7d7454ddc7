using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Feeds;

/// <summary>Checks a value against the output that it replaces, and gives it the output's dtype where that loses nothing.</summary>
public static class FeedFit
{
    /// <summary>The value in the declared dtype.</summary>
    /// <param name="name">The output, as the user named it.</param>
    /// <exception cref="GraphRunException">Another shape, in TensorFlow's words, or an element that the dtype cannot hold.</exception>
    public static Tensor Fit(string name, Tensor value, ExpectedTensor declared)
    {
        CheckShape(name, value.Shape, declared);
        if (declared.DType == DType.None)
            return value;
        try
        {
            return TensorConversion.Convert(value, declared.DType);
        }
        catch (GraphRunException error) when (error.Code == ErrorCode.FeedMismatch)
        {
            var found = error.Diagnostics[0];
            throw new GraphRunException(error.Code, $"feed '{Printable.Text(name)}': {found.Message}", help: found.Help);
        }
    }

    /// <exception cref="GraphRunException">A value of this shape does not fit, in TensorFlow's words.</exception>
    internal static void CheckShape(string name, Shape shape, ExpectedTensor declared)
    {
        if (declared.Shape is { } expected && !expected.Accepts(shape))
            throw WrongShape(name, shape, expected, declared.DType);
    }

    private static GraphRunException WrongShape(string name, Shape got, Shape expected, DType dtype)
    {
        var tensor = name.Contains(':') ? name : $"{name}:0";
        return new GraphRunException(
            ErrorCode.FeedMismatch,
            $"Cannot feed value of shape {Tuple(got)} for Tensor '{Printable.Text(tensor)}', which has shape '{Tuple(expected)}'",
            help: dtype == DType.None ? null
                : got.HasRank && got.Rank == expected.Rank - 1 ? $"{name} is {dtype.Name()}{expected}: one example of it stands in brackets of its own, [[...]]"
                : $"{name} is {dtype.Name()}{expected}");
    }

    /// <summary>A shape as Python prints it: <c>(3,)</c>, <c>(?, 784)</c>.</summary>
    private static string Tuple(Shape shape)
    {
        var dims = shape.Dims.ToArray().Select(size => size < 0 ? "?" : $"{size}").ToArray();
        return dims.Length == 1 ? $"({dims[0]},)" : $"({string.Join(", ", dims)})";
    }
}
