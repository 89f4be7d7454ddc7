using System.CommandLine;
using System.Text.Json;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Printing;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session diff LEFT RIGHT</c></summary>
internal static class SessionDiffCommand
{
    public const string Summary = "compare two states; exit code 1 when they differ";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var left = symbols.Session("LEFT", "a session, or SESSION@CHECKPOINT");
        var right = symbols.Session("RIGHT", "another, or another checkpoint of the same");
        var other = Symbols.One("--right-store", "FILE", "the store of RIGHT (default: the same)");
        var json = Symbols.Flag("--json", "as JSON");
        return new CommandDefinition
        {
            Name = "session diff",
            Summary = Summary,
            Examples = ["graphrun session diff counter@1 counter", "graphrun session diff a@best b --json"],
            Details =
                """
                One line for each variable that differs: name, dtype and shape, and the old and
                new value of a scalar or the maximum and mean of the absolute differences and
                their norm. Random states are compared too.
                """,
            Arguments = [left, right],
            Groups = [new OptionGroup("Options", [symbols.Store, other, json])],
            Action = result =>
            {
                using var store = symbols.OpenRequired(result);
                using var second = result.GetValue(other) is { } path ? SessionSymbols.OpenRequired(path) : null;
                var before = SessionSymbols.StateOf(store, result.GetValue(left)!);
                var after = SessionSymbols.StateOf(second ?? store, result.GetValue(right)!);
                return Compare(before, after, result.GetValue(json), invocation);
            },
        };
    }

    private static int Compare(SessionState left, SessionState right, bool json, Invocation invocation)
    {
        var different = SessionDifference.Between(left, right).Where(variable => !variable.IsSame).ToList();
        var random = RandomDifferences(left, right);
        if (json)
            WriteJson(left, right, different, random, invocation.Output);
        else
            invocation.Output.Write(Columns.Of([.. different.Select(variable => Row(left, right, variable)), .. random.Select(Row)]));
        return different.Count + random.Count == 0 ? ExitCodes.Done : ExitCodes.No;
    }

    private static string[] Row(SessionState left, SessionState right, VariableDifference variable)
    {
        if (variable.Left is null || variable.Right is null)
        {
            var only = variable.Left is null ? right : left;
            return [variable.Name, Kind((variable.Left ?? variable.Right)!), $"only in {only.Session}@{only.Checkpoint.Number}"];
        }

        var text = ChangeText.Of(left.Read(variable.Name), right.Read(variable.Name));
        return [variable.Name, Kind(variable.Left), text];
    }

    private static string[] Row((string Op, UInt128? Left, UInt128? Right) random) =>
        [random.Op, "random numbers", $"position {random.Left?.ToString() ?? "none"} -> {random.Right?.ToString() ?? "none"}"];

    private static string Kind(StoredVariable variable) => $"{variable.DType.Name()}{variable.Shape}";

    private static List<(string Op, UInt128? Left, UInt128? Right)> RandomDifferences(SessionState left, SessionState right)
    {
        var (before, after) = (left.RandomCounters(), right.RandomCounters());
        return
        [
            .. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
                .Select(op => (op, Position(before, op), Position(after, op)))
                .Where(positions => positions.Item2 != positions.Item3),
        ];
    }

    private static UInt128? Position(IReadOnlyDictionary<string, UInt128> counters, string op) =>
        counters.TryGetValue(op, out var position) ? position : null;

    private static void WriteJson(
        SessionState left,
        SessionState right,
        List<VariableDifference> different,
        List<(string Op, UInt128? Left, UInt128? Right)> random,
        Stream output) => JsonOutput.Write(output, json =>
    {
        WriteState(json, "left", left);
        WriteState(json, "right", right);
        json.WriteBoolean("same", different.Count + random.Count == 0);
        json.WriteStartArray("variables");
        foreach (var variable in different)
        {
            json.WriteStartObject();
            json.WriteString("name", variable.Name);
            json.WriteString("left", variable.Left is null ? null : Kind(variable.Left));
            json.WriteString("right", variable.Right is null ? null : Kind(variable.Right));
            if (variable.Left is not null && variable.Right is not null)
                ChangeText.WriteMembers(json, left.Read(variable.Name), right.Read(variable.Name));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        JsonOutput.WriteTexts(json, "random", random.Select(position => position.Op));
    });

    private static void WriteState(Utf8JsonWriter json, string name, SessionState state)
    {
        json.WriteStartObject(name);
        json.WriteString("session", state.Session);
        json.WriteNumber("checkpoint", state.Checkpoint.Number);
        json.WriteEndObject();
    }
}
