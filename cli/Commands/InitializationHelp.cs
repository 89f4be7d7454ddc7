using GraphRun.Cli.Arguments;
using GraphRun.Errors;
using GraphRun.Formats.Sessions;
using GraphRun.Graphs;

namespace GraphRun.Cli.Commands;

/// <summary>Tells, with an error about a variable without value, the command that gives it one.</summary>
internal static class InitializationHelp
{
    /// <summary>The same errors with the command line that initializes, where the graph knows how and was not just told to.</summary>
    public static GraphRunException AddTo(GraphRunException error, Graph graph, RunOptions options, SessionAddress? session)
    {
        if (options.Initializes || !graph.Variables.Any(variable => variable.Initializer is not null))
            return error;
        var where = session is null ? "in this run" : $"in session '{session.Session}'";
        return new GraphRunException(
            [.. error.Diagnostics.Select(diagnostic => diagnostic with { Help = diagnostic.Help ?? $"initialize it {where}: {Command(options)}" })]);
    }

    private static string Command(RunOptions options)
    {
        var words = new List<string> { "run", options.Graph };
        if (options.Session is not null && !options.IsEphemeral)
            words.AddRange(["--session", options.Session]);
        if (options.Store is not null && !options.IsEphemeral)
            words.AddRange(["--store", options.Store]);
        if (options.IsEphemeral)
            words.AddRange(["--ephemeral", .. options.Fetches.SelectMany(fetch => new[] { "--fetch", fetch })]);
        words.Add("--init");
        return CommandText.Of([.. words]);
    }
}
