using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Files;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Feeds;

/// <summary>Turns feeds into tensors that fit the outputs they replace.</summary>
/// <param name="input">Standard input, for feeds that read it.</param>
/// <param name="open">Opens the files that feeds name; null opens them as the command line names them.</param>
public sealed class FeedReader(StandardInput input, Func<string, Stream>? open = null)
{
    private readonly Func<string, Stream> open = open ?? InputFile.Open;

    /// <summary>Reads the value of a feed.</summary>
    /// <param name="declared">What the graph knows of the output that is fed.</param>
    /// <exception cref="GraphRunException">
    /// The value cannot be read, or does not fit: a fraction for an integer, an integer out of range, another shape.
    /// </exception>
    public Tensor Read(FeedArgument feed, ExpectedTensor declared)
    {
        if (feed.DType != DType.None && declared.DType != DType.None && feed.DType != declared.DType)
        {
            throw new GraphRunException(
                ErrorCode.FeedMismatch,
                $"feed '{Printable.Text(feed.Name)}' says {feed.DType.Name()}, but the output is {declared.DType.Name()}",
                help: $"leave :{feed.DType.Name()} out");
        }

        var dtype = feed.DType != DType.None ? feed.DType : declared.DType;
        var value = ReadSource(feed, new ExpectedTensor(dtype, feed.Shape), declared.Shape);
        return FeedFit.Fit(feed.Name, value, declared with { DType = dtype });
    }

    /// <summary>Reads a file that names its tensors: npz, safetensors, JSON or JSON Lines; <c>-</c> is standard input.</summary>
    /// <param name="declared">
    /// What the graph knows of an output, by name; null when it has no such output, whose value is returned as it is.
    /// </param>
    /// <exception cref="GraphRunException">As <see cref="Read"/>.</exception>
    public IReadOnlyList<NamedTensor> ReadAll(string path, Func<string, ExpectedTensor?> declared)
    {
        // The shape is checked afterwards, with TensorFlow's sentence.
        ExpectedTensor Expected(string name) => new(declared(name)?.DType ?? DType.None);
        var tensors = path == FileSource.StandardInput
            ? TensorFile.ReadAll(input.Claim("--feeds"), path, Expected)
            : TensorFile.ReadAll(path, Expected);
        return [.. tensors.Select(tensor => declared(tensor.Name) is { } known ? Fitted(tensor, known) : tensor)];
    }

    private Tensor ReadSource(FeedArgument feed, ExpectedTensor expected, Shape? graphShape)
    {
        var name = $"feed '{Printable.Text(feed.Name)}'";
        return feed.Source switch
        {
            LiteralSource literal => FeedLiteral.Read(literal.Text, name, expected),
            GeneratorSource generator when expected.DType == DType.String => FeedLiteral.Read(generator.Text, name, expected),
            GeneratorSource generator => FeedGenerator.Make(generator, name, expected, graphShape),
            FileSource file => Shaped(ReadFile(file, feed.Name, expected, graphShape), expected.Shape, name),
            _ => throw new ArgumentOutOfRangeException(nameof(feed)),
        };
    }

    private Tensor ReadFile(FileSource file, string name, ExpectedTensor expected, Shape? graphShape)
    {
        using var stream = file.Path == FileSource.StandardInput ? input.Claim($"--feed {name}") : open(file.Path);
        var (value, isImage) = TensorFile.ReadForFeed(stream, file.Path, file.Key, FileExpectation(expected, graphShape));
        if (!isImage)
            return value;
        var feed = $"feed '{Printable.Text(name)}'";
        return ImageFit.Apply(value, ImageOptionsParser.Parse(file.Key, feed), expected with { Shape = expected.Shape ?? graphShape }, feed);
    }

    private static NamedTensor Fitted(NamedTensor tensor, ExpectedTensor declared) =>
        tensor with { Value = FeedFit.Fit(tensor.Name, tensor.Value, declared) };

    /// <summary>The graph's shape turns a table of one row or column into a vector; the feed's own shape stands above it.</summary>
    private static ExpectedTensor FileExpectation(ExpectedTensor expected, Shape? graphShape) =>
        expected.Shape is null && graphShape is { Rank: 0 or 1 } ? expected with { Shape = Shape.OfRank(graphShape.Rank) } : expected;

    private static Tensor Shaped(Tensor tensor, Shape? shape, string name)
    {
        if (shape is null || shape.Equals(tensor.Shape))
            return tensor;
        throw new GraphRunException(ErrorCode.FeedMismatch, $"{name}: expected shape {shape}, got {tensor.Shape}");
    }
}
