using System.Text;
using System.Text.Json;
using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Feeds;

/// <summary>Values that stand on the command line: JSON, with <c>nan</c>, <c>inf</c> and <c>-inf</c> as numbers besides.</summary>
internal static class FeedLiteral
{
    /// <summary>Reads a literal. For a string the text may do without quotes, unless it begins with a quote, bracket or brace.</summary>
    /// <param name="name">What messages call the feed.</param>
    /// <exception cref="GraphRunException">The text is no literal, or not one that the dtype can hold.</exception>
    public static Tensor Read(string text, string name, ExpectedTensor expected)
    {
        var isString = expected.DType == DType.String;
        if (isString && text[0] is not ('"' or '[' or '{'))
            return Tensor.Scalar(text);
        try
        {
            return TensorJson.ReadLiteral(Encoding.UTF8.GetBytes(isString ? text : SpecialNumbers.Quoted(text)), name, expected);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw LiteralErrors.NoLiteral(text, name);
        }
        catch (GraphRunException error) when (error.Code == ErrorCode.InvalidTensorFile)
        {
            throw new GraphRunException([.. error.Diagnostics.Select(diagnostic => diagnostic with { Code = ErrorCode.InvalidFeed })]);
        }
    }
}
