using System.CommandLine;
using System.Text.Json;
using GraphRun.Cli.Commands;
using GraphRun.Cli.Printing;
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

    /// <summary>How long a command that writes waits for the session.</summary>
    public Option<string?> LockTimeout { get; } =
        Symbols.One("--lock-timeout", "TIME", "how long to wait for a session in use (default: 30s)");

    /// <summary>The option that has what was done told on standard output too.</summary>
    public Option<bool> Json { get; } = Symbols.Flag("--json", "also tell what was done as JSON, on standard output");

    /// <summary>The argument that names a session of the store.</summary>
    public Argument<string> Session(string name = "SESSION", string description = "a session of the store")
    {
        var session = Symbols.Required(name, description);
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
    public string PathOf(ParseResult result) =>
        SessionAddress.StoreOf(result.GetValue(Store), invocation.Surroundings.Variable(SessionAddress.StoreVariable));

    /// <summary>Opens the store to read; null when there is none.</summary>
    public Store? Open(ParseResult result) => GraphRun.Formats.Stores.Store.OpenForReading(PathOf(result));

    /// <summary>Opens the store to read.</summary>
    /// <exception cref="GraphRunException">There is no store.</exception>
    public Store OpenRequired(ParseResult result) => OpenRequired(PathOf(result));

    /// <inheritdoc cref="OpenRequired(ParseResult)"/>
    public static Store OpenRequired(string path) => GraphRun.Formats.Stores.Store.OpenForReading(path) ?? throw NoStore(path);

    /// <summary>Opens a store that exists to write.</summary>
    /// <exception cref="GraphRunException">There is no store.</exception>
    public Store OpenToWrite(ParseResult result)
    {
        using (OpenRequired(result))
        {
        }

        return OpenOrCreate(result);
    }

    /// <summary>Opens the store to write; the first commit makes it if there is none.</summary>
    public Store OpenOrCreate(ParseResult result) =>
        GraphRun.Formats.Stores.Store.OpenForWriting(PathOf(result), Values.Duration(LockTimeout, result), invocation.CommandLine);

    /// <summary>Tells what was done to a session.</summary>
    /// <param name="note">In words, on standard error.</param>
    /// <param name="checkpoint">The checkpoint that the session has now.</param>
    /// <param name="source">Where its state came from; null where that goes without saying.</param>
    public void Tell(ParseResult result, string note, string session, long checkpoint, string? source = null) => Tell(result, note, json =>
    {
        json.WriteString("session", session);
        json.WriteNumber("checkpoint", checkpoint);
        if (source is not null)
            json.WriteString("source", source);
    });

    /// <summary>Tells what was done.</summary>
    /// <param name="note">In words, on standard error.</param>
    /// <param name="members">The members of the JSON object beside the store.</param>
    public void Tell(ParseResult result, string note, Action<Utf8JsonWriter> members)
    {
        invocation.Report.Note(note);
        if (!result.GetValue(Json))
            return;
        JsonOutput.Write(invocation.Output, json =>
        {
            json.WriteString("store", PathOf(result));
            members(json);
        });
    }

    /// <summary>What is written down about a command that changes a session by hand.</summary>
    public CheckpointRecord Record() => new() { Command = invocation.CommandLine, Program = VersionCommand.Program };

    /// <summary>The state that <c>SESSION</c>, <c>SESSION@3</c> or <c>SESSION@tag</c> names.</summary>
    /// <exception cref="GraphRunException">The store has no such session or checkpoint.</exception>
    public static SessionState StateOf(Store store, string reference)
    {
        var (session, at) = Split(store, reference);
        return at is null ? store.RequiredSession(session).Latest : store.RequiredSession(session).At(at);
    }

    /// <summary>Session and checkpoint of <c>SESSION@3</c>; no checkpoint where none is given or the whole is a session's name.</summary>
    public static (string Session, string? At) Split(Store store, string reference)
    {
        var at = reference.LastIndexOf('@');
        return at < 0 || store.Session(reference) is not null ? (reference, null) : (reference[..at], reference[(at + 1)..]);
    }

    private static GraphRunException NoStore(string path) => new(
        ErrorCode.UnknownSession,
        $"there is no store {path}",
        help: "the first run that writes makes it; --store FILE or GRAPHRUN_STORE names another");

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
