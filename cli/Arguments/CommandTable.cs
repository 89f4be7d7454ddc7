using GraphRun.Cli.Commands;

namespace GraphRun.Cli.Arguments;

/// <summary>A command before it is needed: its options are not made until it is called.</summary>
/// <param name="Name">The words that call it.</param>
/// <param name="IsHidden">It serves scripts and is listed nowhere.</param>
internal sealed record CommandEntry(string Name, string Summary, Func<Invocation, CommandDefinition> Define, bool IsHidden = false);

/// <summary>Every command there is.</summary>
internal static class CommandTable
{
    /// <summary>In the order in which the help lists them.</summary>
    public static IReadOnlyList<CommandEntry> Entries { get; } =
    [
        new("run", RunCommand.Summary, RunCommand.Define),
        new("train", TrainCommand.Summary, TrainCommand.Define),
        new("check", CheckCommand.Summary, CheckCommand.Define),
        new("show", ShowCommand.Summary, ShowCommand.Define),
        new("explain", ExplainCommand.Summary, ExplainCommand.Define),
        new("bench", BenchCommand.Summary, BenchCommand.Define),
        new("convert", ConvertCommand.Summary, ConvertCommand.Define),
        new("extract", ExtractCommand.Summary, ExtractCommand.Define),
        new("session list", SessionListCommand.Summary, SessionListCommand.Define),
        new("session show", SessionShowCommand.Summary, SessionShowCommand.Define),
        new("session log", SessionLogCommand.Summary, SessionLogCommand.Define),
        new("session diff", SessionDiffCommand.Summary, SessionDiffCommand.Define),
        new("session fork", SessionForkCommand.Summary, SessionForkCommand.Define),
        new("session rollback", SessionRollbackCommand.Summary, SessionRollbackCommand.Define),
        new("session tag", SessionTagCommand.Summary, SessionTagCommand.Define),
        new("session set", SessionSetCommand.Summary, SessionSetCommand.Define),
        new("session export", SessionExportCommand.Summary, SessionExportCommand.Define),
        new("session import", SessionImportCommand.Summary, SessionImportCommand.Define),
        new("session migrate", SessionMigrateCommand.Summary, SessionMigrateCommand.Define),
        new("session rename", SessionRenameCommand.Summary, SessionRenameCommand.Define),
        new("session rm", SessionRemoveCommand.Summary, SessionRemoveCommand.Define),
        new("session check", SessionCheckCommand.Summary, SessionCheckCommand.Define),
        new("session backup", SessionBackupCommand.Summary, SessionBackupCommand.Define),
        new("session gc", SessionCollectCommand.Summary, SessionCollectCommand.Define),
        new("replay", ReplayCommand.Summary, ReplayCommand.Define),
        new("bisect", BisectCommand.Summary, BisectCommand.Define),
        new("ops", OpsCommand.Summary, OpsCommand.Define),
        new("library", LibraryCommand.Summary, LibraryCommand.Define),
        new("schema", SchemaCommand.Summary, SchemaCommand.Define),
        new("completions", CompletionsCommand.Summary, CompletionsCommand.Define),
        new("help", HelpCommand.Summary, HelpCommand.Define),
        new("version", VersionCommand.Summary, VersionCommand.Define),
        new(CompletionsCommand.Hidden, "", CompletionsCommand.DefineHidden, IsHidden: true),
    ];

    /// <summary>The entry that the first one or two words name, and how many words that took; null when none does.</summary>
    public static (CommandEntry Entry, int Words)? Find(ReadOnlySpan<string> args)
    {
        foreach (var entry in Entries)
        {
            var space = entry.Name.IndexOf(' ');
            if (space < 0 && args.Length > 0 && args[0] == entry.Name)
                return (entry, 1);
            if (space > 0 && args.Length > 1 && entry.Name.AsSpan(0, space).SequenceEqual(args[0]) && entry.Name.AsSpan(space + 1).SequenceEqual(args[1]))
                return (entry, 2);
        }

        return null;
    }

    /// <summary>The commands whose first word is <paramref name="group"/>: <c>session</c> has several.</summary>
    public static IReadOnlyList<CommandEntry> InGroup(string group) =>
        [.. Entries.Where(entry => entry.Name.StartsWith(group + " ", StringComparison.Ordinal))];
}
