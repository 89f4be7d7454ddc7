using System.CommandLine;
using System.Text;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Diagnostics;
using GraphRun.Cli.Printing;
using GraphRun.Errors;
using GraphRun.Formats.Sessions;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun bisect SESSION --bad EXPR</c></summary>
internal static class BisectCommand
{
    public const string Summary = "find the first checkpoint for which something is true";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var session = symbols.Session();
        var range = Symbols.Optional("A..B", "checkpoints, by number or tag: 2..5, 2.., ..5 (default: all)");
        var bad = Symbols.One("--bad", "EXPR", "what is true of a bad state, such as reduce_any(is_nan(w))");
        var graph = Symbols.One("--graph", "FILE", "the graph whose nodes EXPR names (default: the recorded one)");
        var feed = Symbols.Many("--feed", "NAME=VALUE", "a feed that EXPR needs");
        var json = Symbols.Flag("--json", "as JSON");
        return new CommandDefinition
        {
            Name = "bisect",
            Summary = Summary,
            Examples =
            [
                "graphrun bisect model --bad 'reduce_any(is_nan(w))'",
                "graphrun bisect model 5.. --bad 'loss > 1' --feed x=@x.npy",
            ],
            Details =
                """
                EXPR is written as in graph files and may name variables and nodes. Every state
                is asked in turn, so the first bad one is found even if later ones are good
                again. The exit code is 1 when none is bad.
                """,
            Arguments = [session, range],
            Groups = [new OptionGroup("Options", [bad, graph, feed, symbols.Store, json])],
            Action = result =>
            {
                var question = result.GetValue(bad) ?? throw new GraphRunException(
                    ErrorCode.Usage, "--bad is missing: what is true of a bad state", help: "--bad 'reduce_any(is_nan(w))'");
                using var store = symbols.OpenRequired(result);
                var stored = store.RequiredSession(result.GetValue(session)!);
                var bisection = new SessionBisection(stored, question)
                {
                    GraphPath = result.GetValue(graph),
                    Feeds = result.GetValue(feed) ?? [],
                };
                return Find(stored, bisection, result.GetValue(range), result.GetValue(json), invocation);
            },
        };
    }

    private static int Find(StoredSession session, SessionBisection bisection, string? range, bool json, Invocation invocation)
    {
        var (bad, good) = bisection.Find(CheckpointRange.Find(session, range));
        if (json)
        {
            JsonOutput.Write(invocation.Output, writer =>
            {
                writer.WriteString("session", session.Name);
                WriteNumber(writer, "bad", bad);
                WriteNumber(writer, "good", good);
                writer.WriteNumber("asked", bisection.Asked);
            });
        }
        else if (bad is not null)
        {
            invocation.Output.Write(Encoding.UTF8.GetBytes(
                $"checkpoint {bad.Number}  {JsonOutput.ShownMoment(bad.Time)}  {Snippet.Escape(bad.Command)}\n"));
        }

        if (bad is null)
            invocation.Report.Note($"session {session.Name}: none is bad");
        else
            invocation.Report.Note(good is null ? "there is no good one before it" : $"checkpoint {good.Number} is good");
        return bad is null ? ExitCodes.No : ExitCodes.Done;
    }

    private static void WriteNumber(System.Text.Json.Utf8JsonWriter json, string name, Checkpoint? checkpoint)
    {
        if (checkpoint is null)
            json.WriteNull(name);
        else
            json.WriteNumber(name, checkpoint.Number);
    }
}
