using GraphRun.Errors;

namespace GraphRun.Formats.Sessions;

/// <summary>Where a session lives: which store, and which session in it.</summary>
/// <param name="Store">The store's path as the user would type it.</param>
public sealed record SessionAddress(string Store, string Session)
{
    /// <summary>The store where neither the command line nor the environment names one.</summary>
    public const string DefaultStore = ".graphrun/sessions.db";

    /// <summary>The environment variable that names a store.</summary>
    public const string StoreVariable = "GRAPHRUN_STORE";

    /// <summary>The store: the one asked for, else the environment's, else <see cref="DefaultStore"/>.</summary>
    /// <exception cref="GraphRunException">The one asked for is no path.</exception>
    public static string StoreOf(string? requested, string? fromEnvironment)
    {
        if (requested is { Length: 0 })
            throw new GraphRunException(ErrorCode.Usage, "'' is no value for --store: expected a path", help: $"without --store it is {DefaultStore}");
        return requested ?? (string.IsNullOrEmpty(fromEnvironment) ? DefaultStore : fromEnvironment);
    }

    /// <summary>The session: the one asked for, else the graph's own name, else the name of its file without the extension.</summary>
    /// <exception cref="GraphRunException">The graph came from standard input and nothing names a session.</exception>
    public static string SessionOf(string? requested, string? graphName, string graphPath) =>
        requested ?? graphName ?? (graphPath != "-" ? Path.GetFileNameWithoutExtension(graphPath) : throw new GraphRunException(
            ErrorCode.Usage, "a graph from standard input has no name for its session", help: "add --session NAME or --ephemeral, or name: to the graph"));
}
