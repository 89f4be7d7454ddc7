using System.CommandLine;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Printing;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session show SESSION</c></summary>
internal static class SessionShowCommand
{
    public const string Summary = "show the variables of a session";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var session = symbols.Session();
        var at = Symbols.One("--at", "CHECKPOINT", "an earlier checkpoint, by number or tag; SESSION@CHECKPOINT is short for it");
        var json = Symbols.Flag("--json", "as JSON");
        return new CommandDefinition
        {
            Name = "session show",
            Summary = Summary,
            Examples =
            [
                "graphrun session show counter",
                "graphrun session show counter@1",
                "graphrun session show counter --at best --json",
            ],
            Details =
                """
                Each line: name, dtype and shape, bytes, the checkpoint that wrote the value,
                and the value of a scalar. Random ops follow with the position of their numbers.
                """,
            Arguments = [session],
            Groups = [new OptionGroup("Options", [at, symbols.Store, json])],
            Action = result =>
            {
                using var store = symbols.OpenRequired(result);
                var name = result.GetValue(session)!;
                var state = result.GetValue(at) is { } checkpoint
                    ? store.RequiredSession(name).At(checkpoint)
                    : SessionSymbols.StateOf(store, name);
                if (result.GetValue(json))
                    WriteJson(state, invocation.Output);
                else
                    invocation.Output.Write(Columns.Of([.. Rows(state)]));
                return ExitCodes.Done;
            },
        };
    }

    private static IEnumerable<string[]> Rows(SessionState state)
    {
        foreach (var variable in state.Variables())
        {
            var value = variable.Shape.IsScalar ? ChangeText.Value(state.Read(variable.Name)!) : "";
            yield return
            [
                variable.Name, $"{variable.DType.Name()}{variable.Shape}", $"{variable.ByteCount} bytes", $"checkpoint {variable.Since}", value,
            ];
        }

        foreach (var (op, position) in state.RandomCounters().OrderBy(counter => counter.Key, StringComparer.Ordinal))
            yield return [op, "random numbers", "", "", $"position {position}"];
    }

    private static void WriteJson(SessionState state, Stream output) => JsonOutput.Write(output, json =>
    {
        json.WriteString("session", state.Session);
        json.WriteNumber("checkpoint", state.Checkpoint.Number);
        json.WriteStartArray("variables");
        foreach (var variable in state.Variables())
        {
            json.WriteStartObject();
            json.WriteString("name", variable.Name);
            json.WriteString("dtype", variable.DType.Name());
            json.WriteStartArray("shape");
            foreach (var dim in variable.Shape.Dims)
                json.WriteNumberValue(dim);
            json.WriteEndArray();
            json.WriteNumber("bytes", variable.ByteCount);
            json.WriteNumber("since", variable.Since);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("random");
        foreach (var (op, position) in state.RandomCounters().OrderBy(counter => counter.Key, StringComparer.Ordinal))
            json.WriteString(op, position.ToString());
        json.WriteEndObject();
    });
}
