using System.Text;

namespace GraphRun.Cli.Printing;

/// <summary>Rows of text, columns apart by two spaces and as wide as their widest cell; the last one is not padded.</summary>
internal static class Columns
{
    public static byte[] Of(IReadOnlyList<string[]> rows)
    {
        var text = new StringBuilder();
        var widths = rows.Count == 0 ? [] : Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length - 1; column++)
                text.Append(row[column].PadRight(widths[column] + 2));
            text.Append(row[^1]).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
