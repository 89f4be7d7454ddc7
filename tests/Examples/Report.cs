using System.Globalization;
using GraphRun.Tests.Cli;

namespace GraphRun.Tests.Examples;

/// <summary>Reads the lines <c>name = value</c> that a command prints.</summary>
internal static class Report
{
    internal static double Value(CommandResult result, string name)
    {
        var line = result.Output.Split('\n').First(line => line.StartsWith(name + " = ", StringComparison.Ordinal));
        return double.Parse(line[(name.Length + 3)..], CultureInfo.InvariantCulture);
    }
}
