using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Json;
using GraphRun.Cli.Arguments;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun version</c></summary>
internal static class VersionCommand
{
    public const string Summary = "show the version";

    /// <summary>The version of this build, as <c>0.1.0</c>.</summary>
    public static string Number { get; } = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    /// <summary>Program and version, as checkpoints record them.</summary>
    public static string Program => $"graphrun {Number}";

    public static CommandDefinition Define(Invocation invocation)
    {
        var json = Symbols.Flag("--json", "also the runtime, the processor's vectors and how this build was compiled, as JSON");
        return new CommandDefinition
        {
            Name = "version",
            Summary = Summary,
            Examples = ["graphrun version", "graphrun version --json"],
            Groups = [new OptionGroup("Options", [json])],
            Action = result => Show(result.GetValue(json), invocation),
        };
    }

    private static int Show(bool json, Invocation invocation)
    {
        if (json)
            WriteJson(invocation.Output);
        else
            invocation.Output.Write(Encoding.UTF8.GetBytes($"graphrun {Number}\n"));
        return ExitCodes.Done;
    }

    private static void WriteJson(Stream output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 1);
        json.WriteString("version", Number);
        json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        json.WriteString("platform", RuntimeInformation.RuntimeIdentifier);
        json.WriteString("compilation", RuntimeFeature.IsDynamicCodeCompiled ? "jit" : "aot");
        json.WriteNumber("vectorBits", Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128);
        json.WriteNumber("processors", Environment.ProcessorCount);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }
}
