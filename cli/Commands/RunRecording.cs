using System.Text;
using GraphRun.Formats.Files;
using GraphRun.Formats.Sessions;
using GraphRun.Formats.Stores;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary>Gathers what a checkpoint writes down about its run, so that the run can be repeated.</summary>
internal sealed class RunRecording(RunOptions options, GraphSource source)
{
    /// <summary>Graphs of at most so many characters are recorded unasked.</summary>
    internal const int RecordedText = 1 << 20;

    private Func<byte[]?>? lines;

    /// <summary>Fed values, lines of feeds aside.</summary>
    public IReadOnlyList<(Output Output, Tensor Value)> Feeds { get; set; } = [];

    /// <summary>The stream of the lines of <c>--each</c>, which is looked at as it passes.</summary>
    public Stream Record(Stream stream)
    {
        var recording = new RecordingStream(stream, options.Records ? long.MaxValue : FeedDigest.RecordedUnasked);
        lines = () => recording.Recorded;
        return recording;
    }

    /// <summary>The record of the run.</summary>
    public CheckpointRecord Make(string command, IReadOnlyList<string> fetches, IReadOnlyList<string> targets) => new()
    {
        Command = command,
        Fetches = fetches,
        Targets = targets,
        Seed = options.Seed,
        Program = VersionCommand.Program,
        Feeds = FeedDigest.Of(Feeds),
        RecordedFeeds = RecordedFeeds(),
        GraphText = source.Text is { } text && (options.Records || text.Content.Length <= RecordedText) ? text.Content : null,
        Options = Recipe().ToText(),
    };

    private List<KeyValuePair<string, Tensor>> RecordedFeeds()
    {
        var recorded = FeedDigest.Recorded(Feeds, options.Records).ToList();
        if (lines?.Invoke() is { } text)
            recorded.Add(KeyValuePair.Create(SessionReplay.LinesName, Tensor.Scalar(Encoding.UTF8.GetString(text))));
        return recorded;
    }

    private RunRecipe Recipe() => new()
    {
        Graph = options.Graph,
        Folder = source.Folder,
        Initializes = options.Initializes,
        Repeat = options.Repeat,
        Each = options.Each,
        KeepsGoing = options.KeepsGoing,
        Asserts = options.Asserts,
        Renames = [.. options.Renames.Select(rename => rename.ToString())],
        DropsGone = options.DropsGone,
        Model = options.Model,
    };
}
