using System.Text;

namespace GraphRun.Cli.Arguments;

/// <summary>Command lines as a shell would read them back.</summary>
internal static class CommandText
{
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-";

    /// <summary><c>graphrun run 'my graph.yaml'</c></summary>
    public static string Of(params ReadOnlySpan<string> args)
    {
        var text = new StringBuilder("graphrun");
        foreach (var word in args)
            text.Append(' ').Append(Quote(word));
        return text.ToString();
    }

    /// <summary>The word itself, or in single quotes where a shell would take it apart.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(letter => Plain.Contains(letter, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
