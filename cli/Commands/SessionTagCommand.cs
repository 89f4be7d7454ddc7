using System.CommandLine;
using System.Globalization;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Printing;
using GraphRun.Errors;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session tag SESSION [TAG]</c></summary>
internal static class SessionTagCommand
{
    public const string Summary = "name a checkpoint, or list the names";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var session = symbols.Session();
        var tag = Symbols.Optional("TAG", "the name; one that exists moves");
        var at = Symbols.One("--at", "CHECKPOINT", "the checkpoint, by number or another tag (default: the newest)");
        var delete = Symbols.Flag("--delete", "take the tag away");
        return new CommandDefinition
        {
            Name = "session tag",
            Summary = Summary,
            Examples = ["graphrun session tag counter best", "graphrun session tag counter start --at 1", "graphrun session tag counter"],
            Details = "A tagged checkpoint is kept. A tag stands wherever a number does: counter@best.",
            Arguments = [session, tag],
            Groups = [new OptionGroup("Options", [at, delete, symbols.Store, symbols.LockTimeout, symbols.Json])],
            Action = result =>
            {
                var name = result.GetValue(session)!;
                if (result.GetValue(tag) is { } text)
                    return Change(result, symbols, name, text, result.GetValue(at), result.GetValue(delete));
                if (result.GetValue(at) is not null || result.GetValue(delete))
                    throw new GraphRunException(ErrorCode.Usage, "TAG is missing", help: $"graphrun session tag {name} TAG");
                return List(result, symbols, name, result.GetValue(symbols.Json), invocation.Output);
            },
        };
    }

    private static int Change(
        ParseResult result, SessionSymbols symbols, string session, string tag, string? at, bool delete)
    {
        using var store = symbols.OpenToWrite(result);
        if (delete)
        {
            SessionHistory.Untag(store, session, tag);
            symbols.Tell(result, $"session {session}: tag {tag} is gone ({store.Path})", json =>
            {
                json.WriteString("session", session);
                json.WriteString("tag", tag);
                json.WriteNull("checkpoint");
            });
        }
        else
        {
            var number = SessionHistory.Tag(store, session, tag, at);
            symbols.Tell(result, $"session {session}: checkpoint {number} is {tag} ({store.Path})", json =>
            {
                json.WriteString("session", session);
                json.WriteString("tag", tag);
                json.WriteNumber("checkpoint", number);
            });
        }

        return ExitCodes.Done;
    }

    private static int List(ParseResult result, SessionSymbols symbols, string session, bool json, Stream output)
    {
        using var store = symbols.OpenRequired(result);
        var tags = store.RequiredSession(session).Tags();
        if (!json)
        {
            output.Write(Columns.Of([.. tags.Select(tag => new[] { tag.Name, tag.Number.ToString(CultureInfo.InvariantCulture) })]));
            return ExitCodes.Done;
        }

        JsonOutput.Write(output, writer =>
        {
            writer.WriteString("session", session);
            writer.WriteStartObject("tags");
            foreach (var (name, number) in tags)
                writer.WriteNumber(name, number);
            writer.WriteEndObject();
        });
        return ExitCodes.Done;
    }
}
