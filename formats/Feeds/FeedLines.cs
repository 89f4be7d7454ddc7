using System.Text.Json;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Files;
using GraphRun.Formats.TensorFiles;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Feeds;

/// <summary>
/// Reads the feeds of many runs, a line of JSON for each, <c>{"x": [1, 2], "image": "@photos/1.png:resize=bilinear"}</c>, as they come. A
/// text that begins with @ names a file below a folder, unless the output is one of strings.
/// </summary>
/// <param name="file">What messages call the stream.</param>
/// <param name="folder">Where the files lie that lines name.</param>
public sealed class FeedLines(Graph graph, Stream stream, string file, string folder)
{
    private readonly JsonLinesReader lines = new(stream, file);
    private readonly FeedReader reader = new(
        new StandardInput(() => Stream.Null, isTerminal: false), path => ContainedPath.Open(folder, path, default));

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number => lines.Number;

    /// <summary>What messages call the line that was read last: <c>rows.jsonl:3</c>.</summary>
    public string Place => lines.Place;

    /// <summary>The feeds of the next line that is not blank, in their order; null at the end.</summary>
    /// <exception cref="GraphRunException">
    /// A line that is no object, a name that the graph does not have or that stands twice, a value that does not fit. The next call goes on
    /// with the line behind it.
    /// </exception>
    public IReadOnlyList<(Output Output, Tensor Value)>? Next()
    {
        if (!lines.TryRead(out var line))
            return null;
        try
        {
            return Read(line);
        }
        catch (GraphRunException error)
        {
            throw InPlace(error);
        }
        catch (JsonException error)
        {
            throw Invalid($"not valid JSON: column {error.BytePositionInLine + 1}");
        }
        catch (InvalidOperationException)
        {
            throw Invalid("a text with half of a surrogate pair");
        }
    }

    /// <summary>The same error with the line that was read last in front of its message.</summary>
    public GraphRunException InPlace(GraphRunException error) => new(
        [.. error.Diagnostics.Select(diagnostic => diagnostic.Message.StartsWith(Place, StringComparison.Ordinal)
            ? diagnostic
            : diagnostic with { Message = $"{Place}: {diagnostic.Message}" })]);

    private List<(Output Output, Tensor Value)> Read(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(TextBytes.WithoutByteOrderMark(line));
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw Invalid("expected an object, {\"NAME\": VALUE, ...}");
        var feeds = new List<(Output Output, Tensor Value)>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            var output = GraphFeeds.Find(graph, name);
            if (feeds.Exists(feed => feed.Output == output))
                throw new GraphRunException(ErrorCode.FedTwice, $"'{Printable.Text(name)}' is fed twice");
            json.Read();
            feeds.Add((output, ReadValue(ref json, name, new ExpectedTensor(output.DType, output.Shape), line)));
        }

        return json.Read() ? throw Invalid("more than one JSON value") : feeds;
    }

    private Tensor ReadValue(ref Utf8JsonReader json, string name, ExpectedTensor declared, ReadOnlySpan<byte> line)
    {
        if (json.TokenType == JsonTokenType.String && declared.DType != DType.String && json.ValueSpan.StartsWith("@"u8))
            return ReadFile(json.GetString()!, name, declared);
        var start = (int)json.TokenStartIndex;
        json.Skip();
        var text = TextBytes.WithoutByteOrderMark(line)[start..(int)json.BytesConsumed];
        var value = TensorJson.Read(text, $"{Place}: {Printable.Text(name)}", new ExpectedTensor(declared.DType));
        return FeedFit.Fit(name, value, declared);
    }

    private Tensor ReadFile(string text, string name, ExpectedTensor declared)
    {
        var source = FeedParser.ParseSource(text, name);
        return source is not FileSource { Path: FileSource.StandardInput }
            ? reader.Read(new FeedArgument(name, DType.None, null, source), declared)
            : throw Invalid($"feed '{Printable.Text(name)}': a line cannot read standard input");
    }

    private GraphRunException Invalid(string message) => TensorFileErrors.Invalid(Place, message);
}
