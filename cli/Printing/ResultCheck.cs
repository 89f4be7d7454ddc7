using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Cli.Printing;

/// <summary>Finds out before a run is committed whether its results can be written in the format asked for.</summary>
internal static class ResultCheck
{
    /// <summary>What can be told from the command line alone.</summary>
    /// <exception cref="GraphRunException">The format holds one value and several are fetched, or it holds one result and many are asked for.</exception>
    public static void Request(OutputFormat format, IReadOnlyList<string> names, bool isRepeated, bool isTerminal)
    {
        if (format.HoldsOne() && names.Count > 1)
            throw Usage($"--format {format.Name()} holds one value, and {names.Count} are fetched", "use --format npz, json or text, or fetch one");
        if (!format.IsStream() && isRepeated)
            throw Usage($"--format {format.Name()} holds one result, and --every prints several", "use --format text or jsonl");
        if (format.IsBinary() && isTerminal && names.Count > 0)
            throw Usage($"--format {format.Name()} is not for a terminal", "add --output FILE, or pipe it to a program");
    }

    /// <summary>What only the values show.</summary>
    /// <exception cref="GraphRunException">A dtype or rank that the format has no place for.</exception>
    public static void Values(OutputFormat format, IReadOnlyList<string> names, IReadOnlyList<Tensor> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (!Holds(format, values[i]))
            {
                throw new GraphRunException(
                    ErrorCode.UnprintableValue, $"'{names[i]}' is {values[i]}, which --format {format.Name()} has no form for", help: Help(values[i]));
            }
        }
    }

    private static bool Holds(OutputFormat format, Tensor value) => value.DType switch
    {
        DType.Resource or DType.Variant => false,
        DType.String => !format.IsBinary() && FitsTable(format, value),
        DType.Complex128 => format is not (OutputFormat.Json or OutputFormat.Jsonl or OutputFormat.Safetensors) && FitsTable(format, value),
        DType.Complex64 => format is not (OutputFormat.Json or OutputFormat.Jsonl) && FitsTable(format, value),
        _ => FitsTable(format, value),
    };

    private static bool FitsTable(OutputFormat format, Tensor value) => format is not (OutputFormat.Csv or OutputFormat.Tsv) || value.Rank <= 2;

    private static string? Help(Tensor value) => value.DType switch
    {
        DType.Resource or DType.Variant => "fetch a value that is computed from it",
        DType.String => "use --format text or json",
        _ => "use --format text or npy",
    };

    private static GraphRunException Usage(string message, string help) => new(ErrorCode.Usage, message, help: help);
}
