using System.CommandLine;
using GraphRun.Errors;
using GraphRun.Formats.Sessions;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Arguments;

/// <summary>What the commands on sessions share: which store, and which session in it.</summary>
/// <param name="invocation">Whose environment may name the store.</param>
internal sealed class SessionSymbols(Invocation invocation)
{
    public Option<string?> Store { get; } =
        Symbols.One("--store", "FILE", $"the store (default: {SessionAddress.StoreVariable}, else {SessionAddress.DefaultStore})");

    /// <summary>The argument that names a session of the store.</summary>
    public Argument<string> Session()
    {
        var session = Symbols.Required("SESSION", "a session of the store");
        session.CompletionSources.Add(context => NamesIn(PathOf(context.ParseResult)));
        return session;
    }

    /// <summary>The option that names a session, and completes those of the store.</summary>
    public Option<string?> SessionOption(string description)
    {
        var session = Symbols.One("--session", "NAME", description);
        session.CompletionSources.Add(context => NamesIn(PathOf(context.ParseResult)));
        return session;
    }

    /// <summary>The store's path as the user would type it.</summary>
    public string PathOf(ParseResult result) => SessionAddress.StoreOf(result.GetValue(Store), invocation.Surroundings.Variable(SessionAddress.StoreVariable));

    /// <summary>Opens the store to read; null when there is none.</summary>
    public Store? Open(ParseResult result) => GraphRun.Formats.Stores.Store.OpenForReading(PathOf(result));

    /// <summary>Opens the store to read.</summary>
    /// <exception cref="GraphRunException">There is no store.</exception>
    public Store OpenRequired(ParseResult result) => Open(result) ?? throw NoStore(PathOf(result));

    /// <exception cref="GraphRunException">There is no store.</exception>
    public Store OpenToWrite(ParseResult result)
    {
        using (OpenRequired(result))
        {
        }

        return GraphRun.Formats.Stores.Store.OpenForWriting(PathOf(result));
    }

    private static GraphRunException NoStore(string path) => new(
        ErrorCode.UnknownSession, $"there is no store {path}", help: "the first run that writes makes it; --store FILE or GRAPHRUN_STORE names another");

    private static IEnumerable<string> NamesIn(string path)
    {
        try
        {
            using var store = GraphRun.Formats.Stores.Store.OpenForReading(path, TimeSpan.Zero);
            return store is null ? [] : [.. store.Sessions().Select(session => session.Name)];
        }
        catch (GraphRunException)
        {
            return [];
        }
    }
}
