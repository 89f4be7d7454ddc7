using GraphRun.Cli.Commands;
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

    /// <summary>What the command line says about <c>--each</c> and <c>--save</c>.</summary>
    /// <exception cref="GraphRunException">Options that do not go together.</exception>
    public static void Request(RunOptions options)
    {
        if (options.Each is not null && (options.Repeat > 1 || options.Every is not null))
            throw Usage("--each runs once for each line, and --repeat asks for more", "leave --repeat and --every out");
        if (options.KeepsGoing && options.Each is null)
            throw Usage("--keep-going passes over lines of --each, which is not given", "add --each FILE");
        if (options.SaveFolder is not null && !options.Format.HoldsOne())
            throw Usage($"--save writes one value a file, and --format {options.Format.Name()} holds several", "use --format npy, csv, tsv, raw or png");
        if (options.SaveFolder is not null && options.Every is not null)
            throw Usage("--save writes the values of the last run, and --every asks for others", "leave --every out");
        if (options.Each is not null && options.SaveFolder is null && options.Format is not (OutputFormat.Jsonl or OutputFormat.Json))
            throw Usage($"--each prints one line of JSON for each run, and --format {options.Format.Name()} is another", "use --save DIR for files");
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
                    ErrorCode.UnprintableValue, $"'{names[i]}' is {values[i]}, which --format {format.Name()} has no form for", help: Help(format, values[i]));
            }
        }
    }

    private static bool Holds(OutputFormat format, Tensor value) => value.DType switch
    {
        _ when format == OutputFormat.Png => ImageResult.Of(value) is not null,
        DType.Resource or DType.Variant => false,
        DType.String => !format.IsBinary() && FitsTable(format, value),
        DType.Complex128 => format is not (OutputFormat.Json or OutputFormat.Jsonl or OutputFormat.Safetensors) && FitsTable(format, value),
        DType.Complex64 => format is not (OutputFormat.Json or OutputFormat.Jsonl) && FitsTable(format, value),
        _ => FitsTable(format, value),
    };

    private static bool FitsTable(OutputFormat format, Tensor value) => format is not (OutputFormat.Csv or OutputFormat.Tsv) || value.Rank <= 2;

    private static string? Help(OutputFormat format, Tensor value) => value.DType switch
    {
        _ when format == OutputFormat.Png => "PNG takes uint8, or floats from 0 to 1, of [height,width] or [height,width,1 to 4]",
        DType.Resource or DType.Variant => "fetch a value that is computed from it",
        DType.String => "use --format text or json",
        _ => "use --format text or npy",
    };

    private static GraphRunException Usage(string message, string help) => new(ErrorCode.Usage, message, help: help);
}
