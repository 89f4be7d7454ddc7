using System.Text;

namespace GraphRun.Cli.Printing;

/// <summary>Rows of text, columns apart by two spaces and as wide as their widest cell.</summary>
internal static class Columns
{
    public static byte[] Of(IReadOnlyList<string[]> rows)
    {
        var text = new StringBuilder();
        var widths = rows.Count == 0 ? [] : Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => cell.PadRight(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd(' ')).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
