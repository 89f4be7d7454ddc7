using System.CommandLine;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Printing;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session check</c></summary>
internal static class SessionCheckCommand
{
    public const string Summary = "look for damage in a store; exit code 5 if any";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var deep = Symbols.Flag("--deep", "read every value and compare its checksum");
        var json = Symbols.Flag("--json", "as JSON");
        return new CommandDefinition
        {
            Name = "session check",
            Summary = Summary,
            Examples = ["graphrun session check", "graphrun session check --deep --store shared.db"],
            Details = "Everything that is damaged is listed. Nothing is repaired or written.",
            Groups = [new OptionGroup("Options", [deep, symbols.Store, json])],
            Action = result => Check(result, symbols, result.GetValue(deep), result.GetValue(json), invocation),
        };
    }

    private static int Check(ParseResult result, SessionSymbols symbols, bool deep, bool json, Invocation invocation)
    {
        using var store = symbols.OpenRequired(result);
        var report = store.Check(deep);
        invocation.Report.Write(report.Problems);
        var verdict = report.IsWhole ? "no damage" : "damaged";
        invocation.Report.Note(
            $"{store.Path}: {Counted(report.Sessions, "session")}, {Counted(report.Checkpoints, "checkpoint")}, "
            + $"{Counted(report.Tensors, "value")} of {report.Bytes} bytes, {report.UnusedBytes} bytes unused, {verdict}");
        if (json)
            WriteJson(store.Path, report, invocation.Output);
        return report.IsWhole ? ExitCodes.Done : ExitCodes.Session;
    }

    private static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static void WriteJson(string path, StoreReport report, Stream output) => JsonOutput.Write(output, json =>
    {
        json.WriteString("store", path);
        json.WriteBoolean("whole", report.IsWhole);
        json.WriteNumber("sessions", report.Sessions);
        json.WriteNumber("checkpoints", report.Checkpoints);
        json.WriteNumber("values", report.Tensors);
        json.WriteNumber("bytes", report.Bytes);
        json.WriteNumber("unusedBytes", report.UnusedBytes);
        JsonOutput.WriteTexts(json, "problems", report.Problems.Select(problem => problem.Message));
    });
}
