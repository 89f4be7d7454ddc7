using GraphRun.Errors;
using GraphRun.Formats.Sessions;
using GraphRun.Formats.Stores;
using GraphRun.Formats.Training;

namespace GraphRun.Cli.Commands;

/// <summary>
/// Gathers what a checkpoint writes down about its training, so that it can be repeated: the graph, the words of the command line, and
/// digests of the files with examples, which are too large to keep.
/// </summary>
internal sealed class TrainRecording(TrainOptions options, GraphSource source, TrainPlans plans)
{
    // Looked at when the training begins: what is written to them meanwhile is not what was learnt from.
    private readonly string[] examples =
        [.. options.Data.Concat(options.Validation).Select(DataFiles.PathIn).Distinct(StringComparer.Ordinal).Select(FileDigest.Of)];

    /// <summary>The record of the training so far.</summary>
    public CheckpointRecord Make(string command) => new()
    {
        Command = command,
        Fetches = options.Metrics,
        Targets = [options.Target],
        Seed = options.Seed,
        Program = VersionCommand.Program,
        Feeds = FeedDigest.Of(plans.Feeds),
        GraphText = source.Text is { } text && text.Content.Length <= RunRecording.RecordedText ? text.Content : null,
        Options = Recipe().ToText(),
    };

    /// <summary>Proves that a training that is repeated is fed what it was fed.</summary>
    /// <exception cref="GraphRunException">It is fed something else.</exception>
    public static void Verify(TrainPlans plans, Checkpoint checkpoint)
    {
        if (FeedDigest.Of(plans.Feeds) != checkpoint.Feeds)
            throw new GraphRunException(ErrorCode.UnknownSession, $"checkpoint {checkpoint.Number} cannot be repeated: a file that fed it has changed");
    }

    private RunRecipe Recipe() => new()
    {
        Graph = options.Graph,
        Folder = source.Folder,
        Initializes = true,
        Training = options.Arguments,
        Examples = examples,
    };
}
