using System.CommandLine;
using GraphRun.Cli.Arguments;
using GraphRun.Errors;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Sessions;
using GraphRun.Formats.Stores;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session set SESSION NAME=VALUE...</c></summary>
internal static class SessionSetCommand
{
    public const string Summary = "give variables values by hand, as a new checkpoint";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var session = symbols.Session();
        var values = new Argument<string[]>("NAME=VALUE")
        {
            Description = "a variable and its value, spelt as feeds are (see graphrun help feeds)",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var drop = Symbols.Many("--drop", "NAME", "remove this variable");
        var force = Symbols.Flag("--force", "also add variables, and change dtypes and shapes");
        return new CommandDefinition
        {
            Name = "session set",
            Summary = Summary,
            Examples =
            [
                "graphrun session set counter foo=7",
                "graphrun session set model w=@w.npy b=zeros",
                "graphrun session set model --drop old",
            ],
            Details = "A value takes the dtype of its variable and must have its shape.",
            Arguments = [session, values],
            Groups = [new OptionGroup("Options", [drop, force, symbols.Store, symbols.LockTimeout, symbols.Json])],
            Action = result =>
            {
                var changes = (result.GetValue(values) ?? [], result.GetValue(drop) ?? []);
                return Set(result, symbols, result.GetValue(session)!, changes, result.GetValue(force), invocation);
            },
        };
    }

    private static int Set(
        ParseResult result,
        SessionSymbols symbols,
        string name,
        (string[] Values, string[] Drops) changes,
        bool force,
        Invocation invocation)
    {
        if (changes.Values.Length + changes.Drops.Length == 0)
            throw new GraphRunException(ErrorCode.Usage, "NAME=VALUE is missing", help: $"graphrun session set {name} NAME=VALUE");
        using var store = force ? symbols.OpenOrCreate(result) : symbols.OpenToWrite(result);
        if (!force)
            store.RequiredSession(name);
        using var transaction = store.Begin(name);
        var reader = new FeedReader(new StandardInput(invocation.Surroundings.Input, invocation.Surroundings.InputIsTerminal()));
        var variables = changes.Values.Select(text => Read(text, transaction.Session?.Latest, reader, force)).ToList();
        variables.AddRange(changes.Drops.Select(dropped => KeyValuePair.Create(dropped, (Tensor?)null)));
        var checkpoint = SessionEdit.Commit(transaction, symbols.Record() with { Kind = CheckpointKind.Set }, variables, [], force);
        symbols.Tell(result, $"session {name}: checkpoint {checkpoint.Number} ({store.Path})", name, checkpoint.Number);
        return ExitCodes.Done;
    }

    private static KeyValuePair<string, Tensor?> Read(string text, SessionState? state, FeedReader reader, bool force)
    {
        var feed = OfVariable(() => FeedParser.Parse(text));
        var stored = state?.Variable(feed.Name);
        if (stored is null || (force && feed.DType != DType.None))
            return KeyValuePair.Create(feed.Name, (Tensor?)ReadValue(feed, default, reader));
        // Only generators need to know the shape; whether another one fits is the session's to say.
        var declared = new ExpectedTensor(stored.DType, feed.Source is GeneratorSource ? stored.Shape : null);
        try
        {
            return KeyValuePair.Create(feed.Name, (Tensor?)ReadValue(feed, declared, reader));
        }
        catch (GraphRunException) when (force && feed.Source is LiteralSource)
        {
            return KeyValuePair.Create(feed.Name, (Tensor?)ReadValue(feed, default, reader));
        }
    }

    /// <summary>Values are spelt as feeds are, but no feed is meant.</summary>
    private static Tensor ReadValue(FeedArgument value, ExpectedTensor declared, FeedReader reader) =>
        OfVariable(() => reader.Read(value, declared));

    private static T OfVariable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (GraphRunException error)
        {
            throw new GraphRunException([.. error.Diagnostics.Select(diagnostic =>
                diagnostic with { Message = diagnostic.Message.Replace("feed '", "variable '", StringComparison.Ordinal) })]);
        }
    }
}
